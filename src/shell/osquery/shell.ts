import { Catalog, knownTable } from '../../catalog/index.js';
import { SqlError, type SqlErrorCode, VERSION } from '../../core/index.js';
import { type Engine, openEngine, osqueryPolicy } from '../../engine.js';
import { Host } from '../../host/index.js';
import { linuxTables } from '../../tables/index.js';
import { EXIT } from '../exit-codes.js';
import { readSqlFile, readStandardInput } from '../input.js';
import { type Mode, type ModeName, modeNamed } from '../modes/index.js';
import { Output, ReaderGone, tell } from '../output.js';
import { interrupts, runUnit } from '../run-unit.js';
import { terminalWidth } from '../terminal.js';
import { type CommandLine, FlagError, readFlags } from './flags.js';
import { logError, logWarning } from './log-line.js';
import { createTableText } from './schema-text.js';
import { splitUnits } from './units.js';
import { usage } from './usage.js';

/** What all units of one call share. */
interface Shell {
  readonly engine: Engine;
  readonly out: Output;
  readonly signal: AbortSignal;
  readonly timeoutMs: number | undefined;
  readonly modeName: ModeName;
  mode(): Mode;
}

/** One call under the name `osqueryi`: flags, output and exit status are osquery's. */
export async function osqueryShell(args: readonly string[]): Promise<number> {
  try {
    if (args.some((arg) => /^--?(h|help)$/.test(arg))) return await print(usage());
    if (args.some((arg) => /^--?version$/.test(arg))) return await print(`osqueryi version ${VERSION}\n`);
    const line = readFlags(args);
    const shell = openShell(line);
    const status = await answer(shell, line);
    await shell.out.flush();
    return status;
  } catch (error) {
    if (error instanceof ReaderGone) return EXIT.ok;
    if (!(error instanceof FlagError)) throw error;
    tell(error.message);
    return 1;
  }
}

async function print(text: string): Promise<number> {
  const out = new Output();
  out.write(text);
  await out.flush();
  return EXIT.ok;
}

function openShell({ values }: CommandLine): Shell {
  const value = (name: string): string => values.get(name) ?? '';
  const out = openOutput(value('output'));
  const modeName =
    (['list', 'line', 'csv', 'json_pretty', 'json'] as const).find((mode) => value(mode) === 'true') ?? 'pretty';
  const settings = {
    out,
    header: value('header') === 'true',
    separator: cut(value('separator')),
    nullText:
      modeName === 'list' || modeName === 'line' || modeName === 'csv' ? cut(value('nullvalue')) : value('nullvalue'),
    width: value('output') === '' || value('output') === '-' ? terminalWidth() : undefined,
    colour: false,
    asOsquery: true,
  };
  return {
    engine: openEngine({
      catalog: new Catalog(linuxTables, [], knownTable),
      host: new Host(),
      policy: osqueryPolicy(logError),
    }),
    out,
    signal: interrupts(),
    timeoutMs: Number(value('timeout')) > 0 ? Number(value('timeout')) * 1000 : undefined,
    modeName,
    mode: () => modeNamed(modeName, settings),
  };
}

/** Separators and null texts beyond 19 bytes are cut, as osquery's buffers have it. */
const cut = (text: string): string => Buffer.from(text).subarray(0, 19).toString();

function openOutput(path: string): Output {
  if (path === '' || path === '-') return new Output();
  try {
    return Output.toFile(path);
  } catch {
    throw new FlagError(`Error: Cannot open output file '${path}'`);
  }
}

/** Where the input comes from: the first of osquery's sources that there is. */
async function answer(shell: Shell, { values, words }: CommandLine): Promise<number> {
  const [word] = words;
  const query = values.get('query') ?? '';
  const file = values.get('query_file') ?? '';
  if (values.get('L') === 'true') return dotCommand(shell, '.tables');
  if (values.get('A')) return dotCommand(shell, `.all ${values.get('A')}`);
  if (query !== '') return runSql(shell, query);
  if (file !== '') return runSql(shell, queryFile(file));
  if (word !== undefined) return word.startsWith('.') ? dotCommand(shell, word) : runSql(shell, word);
  const input = readStandardInput();
  if (input === undefined) throw new FlagError('Error: give SQL as an argument, by --query, or on standard input');
  return runPiped(shell, input);
}

function queryFile(path: string): string {
  try {
    return readSqlFile(path);
  } catch {
    throw new FlagError(`Error reading query file '${path}': Cannot open file for reading: ${path}`);
  }
}

/** A piped unit that fails does not stop the next. */
async function runPiped(shell: Shell, input: string): Promise<number> {
  let status: number = EXIT.ok;
  for (const unit of splitUnits(input)) {
    const place = unit.isTerminated ? `near line ${unit.line}: ` : '';
    const result = unit.kind === 'dot' ? await dotCommand(shell, unit.text) : await runSql(shell, unit.text, place);
    if (result === EXIT.interrupted) return result;
    if (result !== EXIT.ok) status = 1;
  }
  return status;
}

/** What the engine remarks while preparing is for those who write SQL here, and no warning of osquery's. */
function execute({ engine, out, signal, timeoutMs, mode }: Shell, sql: string): Promise<void> {
  return runUnit({
    engine,
    sql,
    mode: mode(),
    out,
    signal,
    timeoutMs,
    nullText: 'empty',
    warn: logWarning,
    isTerse: true,
  });
}

async function runSql(shell: Shell, sql: string, place = ''): Promise<number> {
  try {
    await execute(shell, sql);
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    if (error.code === 'required-column') logRequired(error);
    tell(`Error: ${place}${error.message}`);
    return statusOf(error);
  }
}

function logRequired(error: SqlError): void {
  logWarning(error.message);
  if (error.hint !== undefined) logWarning(error.hint);
}

/** The result codes that osquery's shell ends with. */
const STATUS: Partial<Record<SqlErrorCode, number>> = {
  'required-column': 19,
  'not-authorized': 23,
  constraint: 19,
  'type-mismatch': 20,
  timeout: EXIT.timeout,
  cancelled: EXIT.interrupted,
};

const statusOf = (error: SqlError): number => (/too big/.test(error.message) ? 18 : (STATUS[error.code] ?? 1));

async function dotCommand(shell: Shell, text: string): Promise<number> {
  const [name = '', argument, ...more] = text.slice(1).trim().split(/\s+/);
  const { engine, out } = shell;
  const named = (): string[] =>
    engine.catalog
      .tables()
      .map((table) => table.name)
      .filter((table) => table.startsWith(argument ?? ''));
  if (more.length === 0 && isPrefix(name, 'tables', 2)) {
    for (const table of named()) out.write(`  => ${table}\n`);
  } else if (more.length === 0 && isPrefix(name, 'schema', 2)) {
    for (const table of engine.catalog.tables()) if (named().includes(table.name)) out.write(createTableText(table));
  } else if (more.length === 0 && argument !== undefined && isPrefix(name, 'all', 1)) {
    return all(shell, argument);
  } else if (!isPrefix(name, 'quit', 1) && !isPrefix(name, 'exit', 1)) {
    tell(`Error: unknown command or invalid arguments:  "${name}". Enter ".help" for help`);
    return 1;
  }
  await out.flush();
  return EXIT.ok;
}

const isPrefix = (text: string, command: string, least: number): boolean =>
  text.length >= least && command.startsWith(text);

/** `.all TABLE` says nothing of why it failed. */
async function all(shell: Shell, table: string): Promise<number> {
  try {
    await execute(shell, `SELECT * FROM ${table}`);
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    tell(`Error querying table: ${table}`);
    return statusOf(error);
  }
}
