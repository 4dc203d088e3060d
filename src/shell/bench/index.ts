import { dirname, resolve } from 'node:path';
import { benchPlans, costQueries, readWorkload, type Workload, WrongWorkload } from '../../benchmark/index.js';
import { Catalog, knownTable } from '../../catalog/index.js';
import { SqlError } from '../../core/index.js';
import { Host } from '../../host/index.js';
import { linuxTables } from '../../tables/index.js';
import { describeError } from '../describe-error.js';
import { EXIT } from '../exit-codes.js';
import { readNamedFile, readSql, readSqlFile } from '../input.js';
import { orUsage, UsageError } from '../options.js';
import { Output, tell } from '../output.js';
import { interrupts } from '../print-answer.js';
import { terminalWidth, wantsColour } from '../terminal.js';
import { corpusJson, corpusText } from './corpus-report.js';
import { type BenchCommand, readBenchOptions } from './options.js';
import { benchJson, benchText, isWrong } from './plan-report.js';
import { Progress } from './progress.js';

/** `hostql bench`. @returns the exit status */
export const bench = (args: readonly string[]): Promise<number> =>
  orUsage('hostql bench', async () => {
    const command = await readBenchOptions(args);
    if (typeof command === 'number') return command;
    const progress = new Progress();
    try {
      return await (command.corpus === undefined
        ? plans(command, progress)
        : corpus(command, command.corpus, progress));
    } finally {
      progress.clear();
    }
  });

const machine = () => ({ catalog: new Catalog(linuxTables, [], knownTable), host: new Host() });

/**
 * Measures the plans of SQL on this machine, for who is not on a command line.
 * @param show takes the report
 * @returns the exit status; what fails is told
 */
export async function benchSql(sql: string, signal: AbortSignal, show: (text: string) => void): Promise<number> {
  const progress = new Progress();
  const limits = { ...LIMITS, json: false, showsPlans: false };
  try {
    return await measure(sql, limits, { ...runOptions(limits, progress), signal }, progress, show);
  } finally {
    progress.clear();
  }
}

const LIMITS = { runs: undefined, timeoutMs: undefined };

/** How the measured queries run. Their warnings are told once, not once a run. */
function runOptions({ runs, timeoutMs }: Pick<BenchCommand, 'runs' | 'timeoutMs'>, progress: Progress) {
  const told = new Set<string>();
  return {
    onProgress: progress.show,
    ...(runs !== undefined && { runs }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    onWarning(message: string) {
      if (told.has(message)) return;
      told.add(message);
      progress.clear();
      tell(`warning: ${message}`);
    },
  };
}

async function plans(command: BenchCommand, progress: Progress): Promise<number> {
  const out = new Output();
  const options = { ...runOptions(command, progress), signal: interrupts() };
  const status = await measure(readSql(command), command, options, progress, (text) => out.write(text));
  await out.flush();
  return status;
}

type Measured = Pick<BenchCommand, 'timeoutMs' | 'json' | 'showsPlans'>;

async function measure(
  sql: string,
  { json, showsPlans, timeoutMs = 0 }: Measured,
  options: Parameters<typeof benchPlans>[2],
  progress: Progress,
  show: (text: string) => void,
): Promise<number> {
  try {
    const result = await benchPlans(machine(), sql, options);
    progress.clear();
    show(json ? benchJson(sql, result) : benchText(result, showsPlans, wantsColour(1)));
    if (!isWrong(result)) return EXIT.ok;
    tell('error: plans of this query give different rows, which is a bug of hostql: please report it');
    return EXIT.query;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    progress.clear();
    if (error.code === 'timeout') {
      tell(`error: stopped after ${timeoutMs / 1000} s (--timeout)`);
      return EXIT.timeout;
    }
    tell(describeError(error, sql, { colour: wantsColour(2) }));
    return error.code === 'cancelled' ? EXIT.interrupted : EXIT.query;
  }
}

async function corpus(command: BenchCommand, file: string, progress: Progress): Promise<number> {
  const { queries, errors } = workloadIn(file);
  if (queries.length === 0 && errors.length === 0) throw new UsageError(`there is no query in ${file}`);
  try {
    const options = {
      ...runOptions(command, progress),
      signal: interrupts(),
      intervalSeconds: command.intervalSeconds,
    };
    const result = await costQueries(machine(), queries, options);
    progress.clear();
    await print(command.json ? corpusJson(result, errors) : corpusText(result, terminalWidth() ?? 100, wantsColour(1)));
    for (const message of errors) tell(`error: ${message}`);
    const failed = result.queries.filter((one) => one.kind === 'failed');
    for (const { name, sql, error } of failed)
      tell(`${name}: ${describeError(error, sql, { colour: wantsColour(2) })}`);
    return failed.length + errors.length > 0 ? EXIT.query : EXIT.ok;
  } catch (error) {
    if (!(error instanceof SqlError) || error.code !== 'cancelled') throw error;
    progress.clear();
    tell(describeError(error, ''));
    return EXIT.interrupted;
  }
}

function workloadIn(file: string): Workload {
  const text = readNamedFile(file);
  try {
    return readWorkload(text, (path) => readSqlFile(resolve(dirname(file), path)));
  } catch (error) {
    if (!(error instanceof WrongWorkload)) throw error;
    throw new UsageError(`${file}: ${error.message}`);
  }
}

async function print(text: string): Promise<void> {
  const out = new Output();
  out.write(text);
  await out.flush();
}
