import { type AttachedSchema, Catalog, knownTable, type TableSpec } from '../catalog/index.js';
import { messageOf } from '../core/index.js';
import { type Engine, openEngine } from '../engine.js';
import { Host } from '../host/index.js';
import { linuxTables } from '../tables/index.js';
import { filesOf } from './attached-query.js';
import { HOSTQL } from './hostql-manner.js';
import { inputLines, readNamedFile } from './input.js';
import type { Seat } from './interactive/index.js';
import { type Options, orUsage, readOptions } from './options.js';
import { interruptibly, runScript, scriptIo } from './script.js';
import { ShellSession } from './session.js';
import { isTerminal } from './terminal.js';

/** What `hostql` does without SQL on its command line: a dot command, a file, standard input. @returns the exit status */
export const hostqlSession = (options: Options): Promise<number> => orUsage('hostql', () => converse(options));

/** `hostql` with nothing but switches: what is to be run stands at standard input. Sets the exit status. */
export async function hostqlInput(args: readonly string[]): Promise<void> {
  try {
    process.exitCode = await orUsage('hostql', async () => {
      const options = await readOptions(args);
      return typeof options === 'number' ? options : converse(options);
    });
  } catch (error) {
    process.stderr.write(`hostql: internal error: ${error instanceof Error ? error.stack : messageOf(error)}\n`);
    process.exitCode = 1;
  }
}

async function converse(options: Options): Promise<number> {
  const host = new Host(options.host);
  const attached = filesOf(options);
  const open = (seat: Seat): ShellSession => openSession(options, host, attached, seat);
  const { argument, file } = options;
  if (argument === undefined && file === undefined && isTerminal(0)) {
    // The terminal is a part of its own.
    const { runInteractive } = await import('./interactive/index.js');
    return runInteractive({ dialect: 'hostql', host, open });
  }
  const session = open({ io: scriptIo(), watched: (tables) => tables });
  const text = file === undefined ? argument : readNamedFile(file);
  if (text === undefined) await runScript(session, inputLines());
  else await interruptibly(session, (signal) => session.execute(text, signal, file));
  await session.finish();
  return session.exitStatus;
}

function openSession(
  options: Options,
  host: Host,
  attached: readonly AttachedSchema[],
  { io, watched }: Seat,
): ShellSession {
  return new ShellSession({
    manner: HOSTQL,
    io,
    openEngine: engines(host, attached, watched),
    state: {
      mode: options.mode,
      header: options.header,
      separator: options.separator,
      nullText: options.nullText,
      timeoutMs: options.timeoutMs,
      connected: options.connect,
      bail: !io.isInteractive,
    },
  });
}

/** Engines one after the other, over one database. */
function engines(
  host: Host,
  attached: readonly AttachedSchema[],
  watched: Seat['watched'],
): (tables: readonly TableSpec[]) => Engine {
  let before: Catalog | undefined;
  const files = attached.map((file) => ({ ...file, tables: watched(file.tables) }));
  return (tables) => {
    const catalog = new Catalog([...watched(linuxTables), ...watched(tables)], [], knownTable, before?.database, files);
    before = catalog;
    return openEngine({ catalog, host });
  };
}
