import { join } from 'node:path';
import { type Flags, forceFlags, readCommandLine, usageText, versionText } from '../../flags/index.js';
import { Host } from '../../host/index.js';
import { linuxTables } from '../../tables/index.js';
import { connectedText } from '../commands/connect.js';
import { EXIT } from '../exit-codes.js';
import { inputLines, readSqlFile } from '../input.js';
import { UsageError } from '../options.js';
import { Output, ReaderGone, tell } from '../output.js';
import { interruptibly, runScript, scriptIo } from '../script.js';
import type { Outcome, ShellSession } from '../session.js';
import { isTerminal } from '../terminal.js';
import { makeHome, osqueryHome } from './home.js';
import { logText } from './log-line.js';
import { openShell } from './open-shell.js';
import { profile } from './profile.js';
import { runPack } from './run-pack.js';

/** A start that fails: the text is the whole message, the exit status 1. */
class StartError extends Error {
  override readonly name = 'StartError';
}

/** One call under the name `osqueryi`: flags, output and exit status are osquery's. */
export async function osqueryShell(args: readonly string[]): Promise<number> {
  try {
    const line = readCommandLine(args, { dialect: 'osquery', argv0: 'osqueryi', environment: process.env });
    switch (line.kind) {
      case 'help':
        return await print(usageText('osqueryi', 'osquery'));
      case 'version':
        return await print(versionText('osqueryi'));
      case 'refused':
        tell(line.lines.join('\n'));
        return 1;
      case 'run':
        return await run(line.flags, line.words);
    }
  } catch (error) {
    if (error instanceof ReaderGone) return EXIT.ok;
    if (!(error instanceof StartError) && !(error instanceof UsageError)) throw error;
    tell(error instanceof UsageError ? `Error: ${error.message}` : error.message);
    return 1;
  }
}

async function print(text: string): Promise<number> {
  const out = new Output();
  out.write(text);
  await out.flush();
  return EXIT.ok;
}

async function run(flags: Flags, words: readonly string[]): Promise<number> {
  const isInteractive = words.length === 0 && !hasTask(flags) && isTerminal(0);
  settle(flags, isInteractive);
  const plugin = flags.text('config_plugin');
  if (!CONFIG_PLUGINS.has(plugin)) {
    tell(logText('error', `Cannot activate ${plugin} config plugin: Unknown registry plugin: ${plugin}`));
    return NO_PLUGIN;
  }
  if (flags.bool('database_dump') && flags.bool('disable_database')) return print(FRESH_STORE);
  // What reads configurations is a part of its own, which most calls have no use for.
  const { inspect, loadConfiguration, factsOf } = usesConfiguration(flags)
    ? await import('./configuration.js')
    : NOTHING_READ;
  const inspected = await inspect(flags);
  if (inspected !== undefined) return inspected;
  const config = loadConfiguration(flags, tell);
  const facts = factsOf(config, isBuiltIn);
  const host = new Host();
  if (isInteractive) {
    const { runInteractive } = await import('../interactive/index.js');
    const live = flags.bool('disable_events') ? undefined : await gatherEvents(flags, config);
    try {
      return await runInteractive({
        dialect: 'osquery',
        host,
        open: (seat) => openShell(flags, host, seat, facts, live?.feed),
      });
    } finally {
      await live?.stop();
    }
  }

  const session = openShell(flags, host, { io: scriptIo(), watched: (tables) => tables }, facts);
  await redirect(session, flags.text('output'));
  if (session.state.connected !== undefined) session.show(connectedText(session.state.connected, isTerminal(0)));
  const status = await answer(session, flags, words, (signal) => runPack(session, config, flags.text('pack'), signal));
  await session.finish();
  return status;
}

/** What gathers events is a part of its own, which hardly anybody asks for. */
async function gatherEvents(flags: Flags, config: { readonly sections: ReadonlyMap<string, unknown> } | undefined) {
  const { gatherLive } = await import('./live-events.js');
  return gatherLive(flags, config?.sections ?? new Map(), (severity, message) => tell(logText(severity, message)));
}

/** Where configurations can come from. Ours comes from files. */
const CONFIG_PLUGINS = new Set(['filesystem', 'tls', 'update']);
const NO_PLUGIN = 78;
const FRESH_STORE = 'configurations[results_version]: 2\n';
const isBuiltIn = (wanted: string): boolean =>
  linuxTables.some(({ name, aliases }) => [name, ...aliases].includes(wanted.toLowerCase()));

const NOTHING_READ = { inspect: async () => undefined, loadConfiguration: () => undefined, factsOf: () => ({}) };

const usesConfiguration = (flags: Flags): boolean =>
  flags.isGiven('config_path') ||
  flags.text('pack') !== '' ||
  ['config_check', 'config_dump', 'database_dump'].some((name) => flags.bool(name));

/** Whether flags alone say what is to be done. */
const hasTask = (flags: Flags): boolean =>
  flags.int('profile') > 0 ||
  flags.bool('L') ||
  ['A', 'pack', 'query', 'query_file'].some((name) => flags.text(name) !== '');

/** Flags that follow from being a shell. */
function settle(flags: Flags, isInteractive: boolean): void {
  forceFlags(flags, { tool: 'shell', interactive: isInteractive });
  const home = osqueryHome();
  if (isInteractive && !makeHome(home)) tell(`Cannot access or create osquery home: ${home}`);
  const own = { database_path: join(home, 'shell.db'), extensions_socket: join(home, 'shell.em') };
  for (const [name, value] of Object.entries({ ...own, logtostderr: 'true', stderrthreshold: '0' })) {
    if (!flags.isGiven(name)) flags.set(name, value, 'forced');
  }
}

async function redirect(session: ShellSession, path: string): Promise<void> {
  if (path === '' || path === '-') return;
  try {
    await session.results.redirect(path);
  } catch {
    throw new StartError(`Error: Cannot open output file '${path}'`);
  }
}

/** Runs the first of osquery's sources of input that there is. @returns the exit status */
async function answer(
  session: ShellSession,
  flags: Flags,
  [word]: readonly string[],
  packed: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const once = (work: (signal: AbortSignal) => Promise<Outcome>): Promise<number> => runOnce(session, work);
  const query = flags.text('query');
  const file = flags.text('query_file');
  if (flags.int('profile') > 0) return statusOf(session, (signal) => profile(session, flags, word, signal));
  if (flags.bool('L')) return once((signal) => session.command('.tables', signal));
  if (flags.text('A') !== '') return once((signal) => session.command(`.all ${flags.text('A')}`, signal));
  if (flags.text('pack') !== '') return statusOf(session, packed);
  if (query !== '') return once((signal) => session.sql(query, signal));
  if (file !== '') {
    const sql = queryFile(file);
    return once((signal) => session.sql(sql, signal));
  }
  if (word?.startsWith('.')) return once((signal) => session.command(word, signal));
  if (word !== undefined) return once((signal) => session.sql(word, signal));
  await runScript(session, inputLines());
  return session.exitStatus;
}

async function runOnce(session: ShellSession, work: (signal: AbortSignal) => Promise<Outcome>): Promise<number> {
  const { status } = await interruptibly(session, work);
  return session.isOver ? session.exitStatus : status;
}

async function statusOf(session: ShellSession, work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const { status } = await interruptibly(session, async (signal) => ({
    status: await work(signal),
    rows: undefined,
    elapsedMs: 0,
  }));
  return status;
}

function queryFile(path: string): string {
  try {
    return readSqlFile(path);
  } catch {
    throw new StartError(`Error reading query file '${path}': Cannot open file for reading: ${path}`);
  }
}
