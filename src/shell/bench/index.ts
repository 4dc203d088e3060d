import { dirname, resolve } from 'node:path';
import { benchPlans, costQueries, readWorkload, type Workload, WrongWorkload } from '../../benchmark/index.js';
import { Catalog, knownTable } from '../../catalog/index.js';
import { SqlError } from '../../core/index.js';
import { Host } from '../../host/index.js';
import { linuxTables } from '../../tables/index.js';
import { describeError } from '../describe-error.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { readNamedFile, readSql, readSqlFile } from '../input.js';
import { orUsage, UsageError } from '../options.js';
import { Output, tell } from '../output.js';
import { interrupts } from '../run-unit.js';
import { terminalWidth, wantsColour } from '../terminal.js';
import { corpusJson, corpusText } from './corpus-report.js';
import { type BenchCommand, readBenchOptions } from './options.js';
import { benchJson, benchText, isWrong } from './plan-report.js';
import { Progress } from './progress.js';

/** `hostql bench`. @returns the exit status */
export const bench = (args: readonly string[]): Promise<ExitCode> =>
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

/** How the measured queries run. Their warnings are told once, not once a run. */
function runOptions({ runs, timeoutMs }: BenchCommand, progress: Progress) {
  const told = new Set<string>();
  return {
    signal: interrupts(),
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

async function plans(command: BenchCommand, progress: Progress): Promise<ExitCode> {
  const sql = readSql(command);
  try {
    const result = await benchPlans(machine(), sql, runOptions(command, progress));
    progress.clear();
    await print(command.json ? benchJson(sql, result) : benchText(result, command.showsPlans, wantsColour(1)));
    if (!isWrong(result)) return EXIT.ok;
    tell('error: plans of this query give different rows, which is a bug of hostql: please report it');
    return EXIT.query;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    progress.clear();
    if (error.code === 'timeout') {
      tell(`error: stopped after ${(command.timeoutMs ?? 0) / 1000} s (--timeout)`);
      return EXIT.timeout;
    }
    tell(describeError(error, sql, { colour: wantsColour(2) }));
    return error.code === 'cancelled' ? EXIT.interrupted : EXIT.query;
  }
}

async function corpus(command: BenchCommand, file: string, progress: Progress): Promise<ExitCode> {
  const { queries, errors } = workloadIn(file);
  if (queries.length === 0 && errors.length === 0) throw new UsageError(`there is no query in ${file}`);
  try {
    const options = { ...runOptions(command, progress), intervalSeconds: command.intervalSeconds };
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
