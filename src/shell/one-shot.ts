import { Catalog, knownTable } from '../catalog/index.js';
import { NoDaemon } from '../control/index.js';
import { SqlError, type SqlErrorCode, suggestion } from '../core/index.js';
import { type Engine, openEngine } from '../engine.js';
import { Host } from '../host/index.js';
import { linuxTables } from '../tables/index.js';
import { daemonAnswer, localAnswer, type Part } from './answer.js';
import { describeError } from './describe-error.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { readSql } from './input.js';
import { type Options, orUsage, readOptions } from './options.js';
import { Output, tell } from './output.js';
import { planWriter } from './plan-writer.js';
import { interrupts, printAnswer } from './print-answer.js';
import { printSchema, printTables } from './schema.js';
import { stdoutMode } from './stdout-mode.js';
import { wantsColour } from './terminal.js';
import { isRoot, warningLines } from './warning-lines.js';

/** One call of `hostql`: reads the command line, runs, prints. @returns the exit status */
export async function oneShot(args: readonly string[]): Promise<number> {
  if (args[0] === 'bench') {
    // A part of its own: it says itself what is wrong with its command line.
    const { bench } = await import('./bench/index.js');
    return bench(args.slice(1));
  }
  if (args[0] === 'record') {
    const { recordMachine } = await import('./record/index.js');
    return recordMachine(args.slice(1));
  }
  if (args[0] === 'watch') {
    const { watchEvents } = await import('./watch/index.js');
    return watchEvents(args.slice(1));
  }
  if (args[0] === 'completion') {
    const { completion } = await import('./full.js');
    return completion(args.slice(1));
  }
  return orUsage('hostql', async () => {
    const options = await readOptions(args);
    return typeof options === 'number' ? options : answer(options);
  });
}

async function answer(options: Options): Promise<number> {
  const catalog = new Catalog(linuxTables, [], knownTable);
  const out = new Output();
  switch (options.command) {
    case 'tables':
      printTables(catalog, options.argument, out, options.mode.includes('json'));
      break;
    case 'schema':
      if (!printSchema(catalog, options.argument ?? '', out, options.mode.includes('json'))) {
        return noSuchTable(catalog, options.argument ?? '');
      }
      break;
    case 'query': {
      if (isConversation(options)) {
        const { hostqlSession } = await import('./full.js');
        return hostqlSession(options);
      }
      if (options.attachFiles.length > 0) {
        // The engine in that part is the one that knows what its files throw.
        const { attachedQuery } = await import('./full.js');
        return attachedQuery(options);
      }
      return query(options, openEngine({ catalog, host: new Host(options.host) }), readSql(options), out);
    }
  }
  await out.flush();
  return EXIT.ok;
}

/** More than SQL may come: dot commands, line by line. */
const isConversation = ({ argument, explain }: Options): boolean =>
  explain === undefined && (argument === undefined || argument.startsWith('.'));

function noSuchTable(catalog: Catalog, name: string): ExitCode {
  const hint = suggestion(
    name,
    catalog.tables().map((table) => table.name),
  );
  tell(`error: no such table: ${name}${hint ? `\nhint: ${hint}` : ''}`);
  return EXIT.query;
}

/** Runs SQL and prints its rows; what fails is told. @returns the exit status */
export async function query(options: Options, engine: Engine, sql: string, out: Output): Promise<ExitCode> {
  try {
    if (options.connect === undefined && options.explain) await explain(options, options.explain, engine, sql, out);
    else await print(options, answerOf(options, engine, sql), out);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof NoDaemon) {
      tell(`error: ${error.message}`);
      return EXIT.query;
    }
    if (!(error instanceof SqlError)) throw error;
    tell(error.code === 'timeout' ? timedOut(options) : describeError(error, sql, { colour: wantsColour(2) }));
    return STATUS[error.code] ?? EXIT.query;
  }
}

/** Prints the rows as they come; the array of a failed answer is closed, too. */
async function print(options: Options, parts: AsyncIterable<Part>, out: Output): Promise<void> {
  const mode = stdoutMode(options, out);
  const warnings = new Set<string>();
  try {
    await printAnswer(parts, { mode, out, warn: (message) => warnings.add(message) });
  } finally {
    mode.finish();
    await out.flush();
    for (const line of warningLines(warnings, isRoot())) tell(line);
  }
}

const answerOf = ({ connect, timeoutMs }: Options, engine: Engine, sql: string): AsyncIterable<Part> => {
  const question = { sql, signal: interrupts(), timeoutMs };
  return connect === undefined
    ? localAnswer({ engine, nullText: 'null', ...question })
    : daemonAnswer({ socket: connect, ...question });
};

async function explain(
  { mode: output, timeoutMs }: Options,
  mode: 'plan' | 'analyze',
  engine: Engine,
  sql: string,
  out: Output,
): Promise<void> {
  const writer = planWriter(output, out);
  const warnings = new Set<string>();
  const endsAtMs = performance.now() + (timeoutMs ?? Number.POSITIVE_INFINITY);
  const signal = interrupts();
  try {
    for (const prepared of engine.explainEach(sql, { mode, ...(writer.isJson && { format: 'json' }) })) {
      for (const warning of prepared.warnings) warnings.add(warning);
      const left = timeoutMs === undefined ? {} : { timeoutMs: Math.max(0, endsAtMs - performance.now()) };
      const rows = await prepared.collect({ signal, onWarning: (message) => warnings.add(message), ...left });
      if (prepared.columns.length > 0) writer.plan(rows.map(([line]) => String(line)));
    }
  } finally {
    writer.finish();
    await out.flush();
    for (const line of warningLines(warnings, isRoot())) tell(line);
  }
}

const timedOut = ({ timeoutMs = 0 }: Options): string => `error: stopped after ${timeoutMs / 1000} s (--timeout)`;

const STATUS: Partial<Record<SqlErrorCode, ExitCode>> = { timeout: EXIT.timeout, cancelled: EXIT.interrupted };
