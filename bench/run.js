// Runs benches: `npm run bench`, `npm run bench -- NAME...`; what they told is left in bench/results.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { bundle, ROOT } from '../scripts/bundle.js';
import { installRivals } from './install.js';

/** With the programs that a bench starts. */
const BENCHES = {
  touch: [],
  processes: [],
  sockets: [],
  containers: [],
  files: [],
  packages: [],
  certificates: [],
  'sqlite-file': [],
  tables: [],
  prepare: [],
  select: [],
  shell: [],
  start: [],
  daemon: [],
  differential: [],
  audit: [],
  'audit-storm': [],
  'exec-storm': [],
  'file-storm': [],
  'event-store': [],
  tpch: ['bench/contest/child.ts'],
  engine: ['bench/contest/child.ts'],
};
const NEEDING_RIVALS = ['engine', 'event-store', 'sqlite-file', 'tpch'];
const PAGE = 'bench/page/index.ts';
const RESULTS = join(ROOT, 'bench', 'results');
const LIMIT_MS = 1_800_000;

const all = Object.keys(BENCHES);
const names = process.argv.length > 2 ? process.argv.slice(2) : all;
const unknown = names.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no bench is called ${unknown.join(', ')}; there are ${all.join(', ')}`);
  process.exit(2);
}
if (names.some((name) => NEEDING_RIVALS.includes(name))) installRivals();

const [page, ...modules] = await bundle('bench', [
  ...new Set([PAGE, ...names.map((name) => `bench/${name}.ts`), ...names.flatMap((name) => BENCHES[name])]),
]);
mkdirSync(RESULTS, { recursive: true });
const started = performance.now();
let failed = 0;
for (const [index, name] of names.entries()) {
  console.log(`\n${name}`);
  console.error(`bench: ${name}, ${index + 1} of ${names.length}, ${seconds()} s so far`);
  rmSync(resultsOf(name), { force: true });
  if ((await run(name, modules[index])) !== 0) failed++;
}
await write();
console.error(`bench: ${names.length} in ${seconds()} s, ${failed} failed or missed a target`);
process.exitCode = failed > 0 ? 1 : 0;

/** @returns {Promise<number | null>} its exit code */
function run(name, module) {
  const env = {
    ...process.env,
    HOSTQL_BENCH_NAME: name,
    HOSTQL_BENCH_RESULTS: resultsOf(name),
    ...(names === all && { HOSTQL_BENCH_ALL: '1' }),
  };
  const bench = spawn(process.execPath, [module], { cwd: ROOT, stdio: 'inherit', env, timeout: LIMIT_MS });
  process.on('exit', () => bench.kill());
  return new Promise((done) => bench.on('close', done));
}

/** The last results of each bench, as JSON and as a page. */
async function write() {
  const results = all
    .map(resultsOf)
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const machine = {
    node: process.versions.node,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
  };
  const { pageOf } = await import(page);
  writeFileSync(join(RESULTS, 'results.json'), `${JSON.stringify({ machine, results }, undefined, 1)}\n`);
  writeFileSync(join(RESULTS, 'index.html'), pageOf(results, machine));
  console.log(`\nresults in bench/results/results.json, chart in bench/results/index.html`);
}

function resultsOf(name) {
  return join(RESULTS, `${name}.json`);
}

function seconds() {
  return Math.round((performance.now() - started) / 1000);
}
