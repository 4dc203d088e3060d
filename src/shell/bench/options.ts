import yargs from 'yargs';
import type { ExitCode } from '../exit-codes.js';
import type { OptionSpecs } from '../option-spec.js';
import { parsed, readTimeout, settled, UsageError } from '../options.js';

/** What `hostql bench` is asked. */
export interface BenchCommand {
  readonly argument: string | undefined;
  readonly file: string | undefined;
  /** A file of queries to rank; absent: the plans of one query. */
  readonly corpus: string | undefined;
  readonly runs: number | undefined;
  readonly timeoutMs: number | undefined;
  readonly intervalSeconds: number;
  readonly json: boolean;
  readonly showsPlans: boolean;
}

const USAGE = [
  '$0 [SQL] [options]',
  'Measures the plan that hostql chooses for a query on this machine, beside the plans it would run without one of its techniques or with its joins in another order. Statements before the query set up its tables and are run once; a statement that changes something is never measured.',
  'With --corpus: runs the queries of a file, ranks them by the CPU they take, and tells what they would cost a daemon. The file holds SQL statements, or is an osquery configuration or pack.',
].join('\n\n');

/** @returns the options, or the exit status where there is nothing left to do @throws UsageError */
export async function readBenchOptions(args: readonly string[]): Promise<BenchCommand | ExitCode> {
  const argv = await parsed(commandLine(), args);
  return typeof argv === 'number' ? argv : toCommand(argv);
}

/** Options of `hostql bench`. */
export const BENCH_OPTIONS: OptionSpecs = {
  file: { type: 'string', requiresArg: true, describe: 'read the query from this file', value: 'file' },
  corpus: { type: 'string', requiresArg: true, describe: 'rank the queries of this file by cost', value: 'file' },
  runs: { type: 'number', requiresArg: true, describe: 'runs of each (default: what takes a few seconds)' },
  timeout: { type: 'number', requiresArg: true, describe: 'seconds until one run is stopped' },
  interval: {
    type: 'number',
    requiresArg: true,
    describe: 'seconds between runs of a query whose file says nothing of it (default: 3600)',
  },
  plans: { type: 'boolean', default: false, describe: "print every variant's plan" },
  json: { type: 'boolean', default: false, describe: 'one JSON object instead of tables' },
};

const commandLine = () => settled(yargs()).scriptName('hostql bench').usage(USAGE).options(BENCH_OPTIONS);

function toCommand(argv: Readonly<Record<string, unknown>>): BenchCommand {
  const text = (name: string): string | undefined => (typeof argv[name] === 'string' ? argv[name] : undefined);
  const words = (argv['_'] as readonly (string | number)[]).map(String); // yargs: whatever is no option
  const given = [
    words.length > 0 && 'SQL',
    text('file') !== undefined && '--file',
    text('corpus') !== undefined && '--corpus',
  ];
  if (words.length > 1) throw new UsageError('one SQL text is enough: put it in quotes');
  if (given.filter(Boolean).length > 1) throw new UsageError(`give only one of ${given.filter(Boolean).join(', ')}`);
  return {
    argument: words[0],
    file: text('file'),
    corpus: text('corpus'),
    runs: readRuns(argv['runs']),
    timeoutMs: readTimeout(argv['timeout']),
    intervalSeconds: readInterval(argv['interval']),
    json: argv['json'] === true,
    showsPlans: argv['plans'] === true,
  };
}

function readRuns(runs: unknown): number | undefined {
  if (runs === undefined || (typeof runs === 'number' && Number.isInteger(runs) && runs > 0)) return runs;
  throw new UsageError('--runs takes a whole number, more than 0');
}

const HOUR_SECONDS = 3600;

function readInterval(seconds: unknown): number {
  if (seconds === undefined) return HOUR_SECONDS;
  if (typeof seconds === 'number' && seconds > 0) return seconds;
  throw new UsageError('--interval takes seconds, more than 0');
}
