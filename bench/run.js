// Runs benches: `npm run bench`, `npm run bench -- NAME...`.
import { spawnSync } from 'node:child_process';
import { bundle, ROOT } from '../scripts/bundle.js';

const NAMES = ['touch', 'processes', 'files', 'prepare', 'select', 'start', 'engine'];
const LIMIT_MS = 300_000;

const names = process.argv.length > 2 ? process.argv.slice(2) : NAMES;
const unknown = names.filter((name) => !NAMES.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no bench is called ${unknown.join(', ')}; there are ${NAMES.join(', ')}`);
  process.exit(2);
}

const modules = await bundle(
  'bench',
  names.map((name) => `bench/${name}.ts`),
);
let failed = 0;
for (const [index, name] of names.entries()) {
  console.log(`\n${name}`);
  const { status, error } = spawnSync(process.execPath, [modules[index]], {
    cwd: ROOT,
    stdio: 'inherit',
    timeout: LIMIT_MS,
  });
  if (status !== 0) failed++;
  if (error) console.error(`bench: ${error.message}`);
}
process.exitCode = failed > 0 ? 1 : 0;
