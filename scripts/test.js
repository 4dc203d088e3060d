// Runs the tests: `npm test`, `npm test -- FILES`, with `--rewrite` and `--no-coverage` before or after the files.
//
// tap's own runner loads each file through the API of the TypeScript compiler, which TypeScript 7 no longer has. Here
// esbuild turns the whole tree into JavaScript once (0.3 s, where a loader costs 0.4 s of CPU per file), every test file
// is a process of its own, as many at a time as there are cores, and its TAP is read as it comes.
import { availableParallelism } from 'node:os';
import { showCoverage } from './test/coverage.js';
import { runFile } from './test/run-file.js';
import { select } from './test/select.js';
import { COVERAGE_FOLDER, transform } from './test/transform.js';

const args = process.argv.slice(2);
const flags = new Set(args.filter((arg) => arg.startsWith('--')));
const names = args.filter((arg) => !arg.startsWith('--'));
for (const flag of flags) if (!['--rewrite', '--no-coverage'].includes(flag)) fail(`unknown option ${flag}`);

const started = performance.now();
await transform();
await import('./build.js');
const { files, cases } = select(names);
if (files.length === 0) fail(`no test matches ${names.join(' ')}`);
const withCoverage = names.length === 0 && !flags.has('--no-coverage');

const results = await inParallel(availableParallelism(), files, async (file) => {
  const result = await runFile(file, {
    ...(withCoverage && { NODE_V8_COVERAGE: COVERAGE_FOLDER }),
    ...(cases.length > 0 && { HOSTQL_TEST_CASES: cases.join('\n') }),
    ...(flags.has('--rewrite') && { HOSTQL_TEST_REWRITE: '1' }),
  });
  process.stdout.write(result.report);
  return result;
});

if (withCoverage) await showCoverage();
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
const [passed, failed, skipped] = [total('passed'), total('failed'), total('skipped')];
console.log(`\n${files.length} files in ${((performance.now() - started) / 1000).toFixed(1)} s`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** Maps with at most `width` calls under way. */
async function inParallel(width, items, work) {
  const queue = [...items.entries()];
  const results = [];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

function fail(message) {
  console.error(`test: ${message}`);
  process.exit(2);
}
