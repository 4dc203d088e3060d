// Runs benches: `npm run bench`, `npm run bench -- NAME...`.
import { spawn } from 'node:child_process';
import { bundle, ROOT } from '../scripts/bundle.js';
import { installRivals } from './install.js';

/** With the programs that a bench starts. */
const BENCHES = {
  touch: [],
  processes: [],
  files: [],
  prepare: [],
  select: [],
  start: [],
  engine: ['bench/contest/child.ts'],
  tpch: ['bench/contest/child.ts'],
};
const NEEDING_RIVALS = ['engine', 'tpch'];
const LIMIT_MS = 1_800_000;

const all = Object.keys(BENCHES);
const names = process.argv.length > 2 ? process.argv.slice(2) : all;
const unknown = names.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no bench is called ${unknown.join(', ')}; there are ${all.join(', ')}`);
  process.exit(2);
}
if (names.some((name) => NEEDING_RIVALS.includes(name))) installRivals();

const modules = await bundle('bench', [
  ...new Set([...names.map((name) => `bench/${name}.ts`), ...names.flatMap((name) => BENCHES[name])]),
]);
let failed = 0;
for (const [index, name] of names.entries()) {
  console.log(`\n${name}`);
  if ((await run(name, modules[index])) !== 0) failed++;
}
process.exitCode = failed > 0 ? 1 : 0;

/** @returns {Promise<number | null>} its exit code */
function run(name, module) {
  const env = { ...process.env, HOSTQL_BENCH_NAME: name, ...(names === all && { HOSTQL_BENCH_ALL: '1' }) };
  const bench = spawn(process.execPath, [module], { cwd: ROOT, stdio: 'inherit', env, timeout: LIMIT_MS });
  process.on('exit', () => bench.kill());
  return new Promise((done) => bench.on('close', done));
}
