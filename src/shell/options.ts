import yargs from 'yargs';
import { VERSION } from '../core/index.js';
import { EXIT } from './exit-codes.js';
import { MODES, type ModeName } from './modes/index.js';

/** The program's own name decides its manners: as `osqueryi` it is osquery's shell, as `hostql` itself. */
export type Program = 'hostql' | 'osqueryi' | 'osqueryd';

export interface Options {
  readonly command: 'query' | 'tables' | 'schema';
  /** SQL for `query`, a pattern for `tables`, a table's name for `schema`; absent: standard input. */
  readonly argument: string | undefined;
  readonly file: string | undefined;
  readonly mode: ModeName;
  readonly header: boolean;
  readonly separator: string;
  readonly nullText: string;
  readonly timeoutMs: number | undefined;
  readonly explain: boolean;
}

/** A wrong command line: told on stderr, exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const BOOLEANS = ['json', 'json_pretty', 'ndjson', 'csv', 'line', 'list', 'pretty', 'header', 'explain'] as const;

/**
 * The command line read. What `--help` and `--version` ask for is printed here.
 * @returns the options, or the exit status where there is nothing left to do
 * @throws UsageError
 */
export async function readOptions(program: Program, args: readonly string[]): Promise<Options | number> {
  let wrong: string | undefined;
  let printed = '';
  const parser = yargs()
    .scriptName(program)
    .usage(
      '$0 [SQL] [options]\n\nAsk this machine in SQL. SQL comes from the argument, from --file, or from standard input.',
    )
    .command('tables [pattern]', 'list tables, those whose name holds the pattern', (command) =>
      command.positional('pattern', { type: 'string' }),
    )
    .command('schema <table>', "show a table's columns", (command) => command.positional('table', { type: 'string' }))
    .option('file', { type: 'string', alias: 'query_file', describe: 'read SQL from this file' })
    .option('query', { type: 'string', hidden: true })
    .option('pretty', { type: 'boolean', describe: 'a box that fits the terminal (default)' })
    .option('json', { type: 'boolean', describe: 'one array of objects, typed values' })
    .option('json_pretty', { type: 'boolean', describe: 'the same, indented' })
    .option('ndjson', { type: 'boolean', describe: 'an object per line, as rows come' })
    .option('csv', { type: 'boolean', describe: 'comma-separated values' })
    .option('list', { type: 'boolean', describe: 'values joined by the separator' })
    .option('line', { type: 'boolean', describe: 'one value per line' })
    .option('header', { type: 'boolean', default: true, describe: 'column names first, in csv and list' })
    .option('separator', { type: 'string', describe: 'between values in csv and list (default: , and |)' })
    .option('nullvalue', { type: 'string', describe: 'text for NULL, outside JSON' })
    .option('timeout', { type: 'number', describe: 'seconds until a query is stopped' })
    .option('explain', { type: 'boolean', default: false, describe: 'print the plan instead of running' })
    .version(`${program} version ${VERSION}`)
    .help()
    .alias('help', 'h')
    .epilogue('Exit status: 0 done, 1 query error, 2 usage, 124 time limit, 130 interrupted.')
    .parserConfiguration({
      'camel-case-expansion': false,
      'duplicate-arguments-array': false,
      'parse-positional-numbers': false,
    })
    .strictOptions()
    .wrap(Math.min(100, process.stdout.columns || 100))
    .exitProcess(false)
    .fail((message, error) => {
      wrong = message || error.message;
    });
  const parsed = await parser.parse(program === 'hostql' ? [...args] : asGflags(args), {}, (_error, _argv, output) => {
    printed = output;
  });
  const argv = parsed;
  if (wrong !== undefined) throw new UsageError(wrong);
  if (printed !== '') {
    process.stdout.write(`${printed}\n`);
    return EXIT.ok;
  }
  return toOptions(program, argv);
}

function toOptions(program: Program, argv: Record<string, unknown> & { _: (string | number)[] }): Options {
  const words = argv._.map(String);
  const text = (name: string): string | undefined => (typeof argv[name] === 'string' ? argv[name] : undefined);
  const isCommand = program === 'hostql' && (words[0] === 'tables' || words[0] === 'schema');
  if (program === 'hostql' && !isCommand && words.length > 1)
    throw new UsageError('one SQL text is enough: put it in quotes');
  const mode = chosenMode(argv, program);
  const timeout = argv.timeout;
  if (timeout !== undefined && !(typeof timeout === 'number' && timeout > 0))
    throw new UsageError('--timeout takes seconds, more than 0');
  return {
    command: isCommand ? (words[0] as 'tables' | 'schema') : 'query',
    argument: isCommand ? (text('pattern') ?? text('table')) : (text('query') ?? words[0]),
    file: text('file'),
    mode,
    header: argv.header !== false,
    separator: text('separator') ?? (mode === 'csv' && program === 'hostql' ? ',' : '|'),
    nullText: text('nullvalue') ?? (mode === 'pretty' && program === 'hostql' ? 'NULL' : ''),
    timeoutMs: typeof timeout === 'number' ? timeout * 1000 : undefined,
    explain: argv.explain === true,
  };
}

/** osquery's order of precedence where several modes are asked for; ours come first. */
function chosenMode(argv: Record<string, unknown>, program: Program): ModeName {
  const asked = MODES.filter((mode) => argv[mode] === true);
  if (program === 'hostql' && asked.length > 1)
    throw new UsageError(`choose one of ${asked.map((mode) => `--${mode}`).join(', ')}`);
  return (
    (['ndjson', 'list', 'line', 'csv', 'json_pretty', 'json'] as const).find((mode) => asked.includes(mode)) ?? 'pretty'
  );
}

/** gflags' ways of writing: `-json`, `--nojson`, `--header=false`. */
function asGflags(args: readonly string[]): string[] {
  return args.map((arg) => {
    const long = /^-[A-Za-z_]{2,}/.test(arg) ? `-${arg}` : arg;
    const negated = BOOLEANS.find((name) => long === `--no${name}`);
    if (negated) return `--no-${negated}`;
    const value = /^--(\w+)=(true|false|1|0|t|f|y|n|yes|no)$/.exec(long);
    if (!value || !BOOLEANS.some((name) => name === value[1])) return long;
    return /^(true|1|t|y|yes)$/.test(value[2] ?? '') ? `--${value[1]}` : `--no-${value[1]}`;
  });
}
