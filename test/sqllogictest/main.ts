import { readdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Pool } from './pool.js';
import { describeFailures, describeTotals } from './report.js';

const USAGE = `usage: npm run slt -- [--jobs N] [--failures N] PATH…
  PATH        a file of sqllogictest, or a folder of *.test files
  --jobs      files at a time (default: as many as there are cores)
  --failures  failed records shown of a file (default 20)
`;

class UsageError extends Error {}

/**
 * Runs files of sqllogictest: failures and a summary on stdout, progress on stderr where that is a terminal.
 * @returns the exit code: 0 all passed, 1 some record failed, 2 the command line is wrong
 */
export async function main(args: readonly string[], worker: URL): Promise<number> {
  try {
    const { paths, jobs, failuresShown } = readArguments(args);
    return await runAll(paths.flatMap(filesOf), jobs, failuresShown, worker);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`slt: ${error.message}\n${USAGE}`);
    return 2;
  }
}

interface Arguments {
  readonly paths: readonly string[];
  readonly jobs: number;
  readonly failuresShown: number;
}

function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  if (positionals.length === 0) throw new UsageError('no path');
  return {
    paths: positionals,
    jobs: count('jobs', values.jobs) ?? availableParallelism(),
    failuresShown: count('failures', values.failures) ?? 20,
  };
}

function parse(args: readonly string[]) {
  const options = { jobs: { type: 'string' }, failures: { type: 'string' } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function count(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--${name} wants a number, not "${text}"`);
  return Number(text);
}

interface TestFile {
  readonly path: string;
  readonly sizeBytes: number;
}

function filesOf(path: string): TestFile[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new UsageError(`no such file or folder: ${path}`);
  if (!stats.isDirectory()) return [{ path, sizeBytes: stats.size }];
  const below = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test'));
  if (below.length === 0) throw new UsageError(`no *.test file in ${path}`);
  return below.map((file) => ({ path: join(path, file), sizeBytes: statSync(join(path, file)).size }));
}

/** Long files first, so that no thread is left with one at the end. */
async function runAll(files: readonly TestFile[], jobs: number, failuresShown: number, worker: URL): Promise<number> {
  const started = performance.now();
  const paths = [...files].sort((a, b) => b.sizeBytes - a.sizeBytes).map((file) => file.path);
  let done = 0;
  const pool = new Pool(paths, {
    worker,
    width: jobs,
    failuresShown,
    hangMs: 120_000,
    onResult(result) {
      done++;
      if (result.counts.failed === 0) return;
      clearProgress();
      process.stdout.write(`${describeFailures(result)}\n`);
    },
  });
  const timer = process.stderr.isTTY
    ? setInterval(() => showProgress(done, paths.length, pool.counts), 100)
    : undefined;
  await pool.run();
  clearInterval(timer);
  clearProgress();
  process.stdout.write(`${describeTotals(pool.counts, paths.length, performance.now() - started)}\n`);
  return pool.counts.failed > 0 ? 1 : 0;
}

function showProgress(done: number, files: number, { passed, failed }: Pool['counts']): void {
  const failures = failed > 0 ? `, ${failed} failed` : '';
  process.stderr.write(`\r\x1b[K${done} of ${files} files, ${passed + failed} records${failures}`);
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}
