import yargs, { type Argv } from 'yargs';
import { VERSION } from '../core/index.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { MODE_HELP, MODES, type ModeName } from './modes/index.js';
import type { OptionSpecs } from './option-spec.js';
import { ReaderGone, tell } from './output.js';
import { isRecordedHost } from './recorded-host.js';
import { visible } from './text.js';

export interface Options {
  readonly command: 'query' | 'tables' | 'schema';
  /** SQL for `query`, a pattern for `tables`, a table's name for `schema`; absent: standard input. */
  readonly argument: string | undefined;
  readonly file: string | undefined;
  readonly mode: ModeName;
  readonly header: boolean;
  /** Absent: as the mode has it. */
  readonly separator: string | undefined;
  readonly nullText: string | undefined;
  readonly timeoutMs: number | undefined;
  /** Socket of a daemon that is to answer. */
  readonly connect: string | undefined;
  /** A recorded machine that is to answer instead of this one. */
  readonly host: string | undefined;
  /** Database files whose tables are served, too: paths, or `name=path`. */
  readonly attachFiles: readonly string[];
  /** Print plans instead of rows; to analyze is to run and count. */
  readonly explain: 'plan' | 'analyze' | undefined;
}

/** Where a daemon with default flags can be asked. */
export const DAEMON_SOCKET = '/var/osquery/hostql.sock';

/** A wrong command line: told on stderr, exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The work's exit status; or that of a wrong command line, or of a reader who has seen enough. */
export async function orUsage(program: string, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ReaderGone) return EXIT.ok;
    if (!(error instanceof UsageError)) throw error;
    tell(`hostql: ${error.message}\ntry: ${program} --help`);
    return EXIT.usage;
  }
}

/**
 * The command line of `hostql`. What `--help` and `--version` ask for is printed here.
 * @returns the options, or the exit status where there is nothing left to do
 * @throws UsageError
 */
export async function readOptions(args: readonly string[]): Promise<Options | ExitCode> {
  if (isQueryAlone(args)) return toOptions({ _: args }, []);
  const { files, others } = attachedIn(args);
  const argv = await parsed(commandLine(), others);
  return typeof argv === 'number' ? argv : toOptions(argv, files);
}

const ATTACH = '--attach-file';

/** Files to be attached, and the other arguments: yargs would keep the last file alone. */
function attachedIn(args: readonly string[]): {
  readonly files: readonly string[];
  readonly others: readonly string[];
} {
  const files: string[] = [];
  const others: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const next = args[at + 1];
    if (arg.startsWith(`${ATTACH}=`)) files.push(arg.slice(ATTACH.length + 1));
    else if (arg === ATTACH && next !== undefined) {
      files.push(next);
      at++;
    } else others.push(arg);
  }
  return { files, others };
}

/** There is nothing to be parsed: loading what does takes longer than most queries. */
const isQueryAlone = ([only = '', ...others]: readonly string[]): boolean =>
  others.length === 0 && /^[^-]\S*\s/.test(only);

/** What yargs makes of arguments. @throws UsageError */
export async function parsed(
  commandLine: Argv<unknown>,
  args: readonly string[],
): Promise<Readonly<Record<string, unknown>> | ExitCode> {
  let wrong: string | undefined;
  let printed = '';
  const argv = await commandLine
    .fail((message, error) => {
      wrong = message || error.message;
    })
    .parse([...args], {}, (_error, _argv, output) => {
      printed = output;
    });
  if (wrong !== undefined) throw new UsageError(wrong);
  if (printed !== '') {
    process.stdout.write(`${printed}\n`);
    return EXIT.ok;
  }
  return argv;
}

/** How all our command lines are read. */
export const settled = <T>(commandLine: Argv<T>): Argv<T> =>
  commandLine
    .version(`hostql version ${VERSION}`)
    .help()
    .alias('help', 'h')
    .epilogue('Exit status: 0 done, 1 query error, 2 usage, 124 time limit, 130 interrupted.')
    .parserConfiguration({
      'camel-case-expansion': false,
      'duplicate-arguments-array': false,
      'parse-positional-numbers': false,
    })
    .strictOptions()
    .wrap(100)
    .exitProcess(false);

function modeOptions(): OptionSpecs {
  return Object.fromEntries(MODES.map((name) => [name, { type: 'boolean', describe: MODE_HELP[name] }]));
}

/** Options of `hostql` itself, in the order of its help. */
export const HOSTQL_OPTIONS: OptionSpecs = {
  file: { type: 'string', requiresArg: true, describe: 'read SQL and dot commands from this file', value: 'file' },
  ...modeOptions(),
  header: { type: 'boolean', default: true, describe: 'column names first, in column, csv, list and tsv' },
  separator: { type: 'string', describe: 'between values in csv and list (default: , and |)' },
  nullvalue: { type: 'string', describe: 'text for NULL, outside JSON' },
  timeout: { type: 'number', requiresArg: true, describe: 'seconds until the query is stopped' },
  connect: {
    type: 'string',
    describe: `let the daemon that listens at this socket answer (${DAEMON_SOCKET})`,
    value: 'file',
  },
  host: {
    type: 'string',
    requiresArg: true,
    describe: 'let a machine answer that hostql record wrote down',
    value: 'folder',
  },
  'attach-file': {
    type: 'string',
    requiresArg: true,
    describe: 'serve the tables of this SQLite file, too (may be given again)',
    value: 'file',
  },
  explain: { type: 'boolean', default: false, describe: 'print the plan instead of running' },
  analyze: { type: 'boolean', default: false, describe: 'run, and print what each part of the plan did' },
};

const commandLine = () =>
  settled(yargs())
    .scriptName('hostql')
    .usage(
      '$0 [SQL] [options]\n\nAsk this machine in SQL. SQL and dot commands come from the argument, from --file, or from standard input; on a terminal you are asked for them.',
    )
    .command('tables [pattern]', 'list tables, those whose name holds the pattern', (command) =>
      command.positional('pattern', { type: 'string' }),
    )
    .command('schema <table>', "show a table's columns", (command) => command.positional('table', { type: 'string' }))
    .command('daemon', 'run queries on a schedule and log what changed; see: hostql daemon --help')
    .command(
      'bench [SQL]',
      "measure a query's plans, or with --corpus what a file of queries costs; see: hostql bench --help",
    )
    .command('record <folder>', 'write down what the tables read, for others to look into; see: hostql record --help')
    .command('watch <SQL>', 'print rows of events as they happen; see: hostql watch --help')
    .command('completion <shell>', 'print a script that completes what you type in bash, zsh or fish')
    .options(HOSTQL_OPTIONS);

function toOptions(argv: Readonly<Record<string, unknown>>, files: readonly string[]): Options {
  const text = (name: string): string | undefined => (typeof argv[name] === 'string' ? argv[name] : undefined);
  const given = (argv['_'] as readonly (string | number)[]).map(String); // yargs: whatever is no option
  const { connect, words } = connection(text('connect'), given);
  const command = words[0] === 'tables' || words[0] === 'schema' ? words[0] : 'query';
  if (words.length > 1) throw new UsageError('one SQL text is enough: put it in quotes');
  if (words.length > 0 && text('file') !== undefined) throw new UsageError('give SQL or --file, not both');
  const mode = chosenMode(argv);
  const host = text('host');
  if (host !== undefined && connect !== undefined) throw new UsageError('give --host or --connect, not both');
  if (host !== undefined && !isRecordedHost(host)) throw new UsageError(`${visible(host)} is no recorded machine`);
  if (files.length > 0 && connect !== undefined) throw new UsageError('give --attach-file or --connect, not both');
  if (files.length > 0 && command !== 'query') throw new UsageError(`--attach-file is for SQL, not for ${command}`);
  return {
    command,
    argument: command === 'query' ? words[0] : (text('pattern') ?? text('table')),
    file: text('file'),
    mode,
    header: argv['header'] !== false,
    separator: text('separator'),
    nullText: text('nullvalue'),
    timeoutMs: readTimeout(argv['timeout']),
    connect,
    host,
    attachFiles: files,
    explain: argv['analyze'] === true ? 'analyze' : argv['explain'] === true ? 'plan' : undefined,
  };
}

/** `--connect` takes the word behind it. Where that is SQL, the usual socket is meant. */
function connection(connect: string | undefined, words: readonly string[]) {
  if (connect === '') return { connect: DAEMON_SOCKET, words };
  const isSql = connect !== undefined && /\s/.test(connect) && !/^[./]/.test(connect);
  return isSql ? { connect: DAEMON_SOCKET, words: [connect, ...words] } : { connect, words };
}

export function readTimeout(seconds: unknown): number | undefined {
  if (seconds === undefined) return undefined;
  if (typeof seconds === 'number' && seconds > 0) return seconds * 1000;
  throw new UsageError('--timeout takes seconds, more than 0');
}

export function chosenMode(argv: Readonly<Record<string, unknown>>): ModeName {
  const [mode = 'pretty', ...others] = MODES.filter((name) => argv[name] === true);
  if (others.length === 0) return mode;
  throw new UsageError(`choose one of ${[mode, ...others].map((name) => `--${name}`).join(', ')}`);
}
