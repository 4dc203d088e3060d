// Runs benches: `npm run bench`, `npm run bench -- NAME...`. Bundled first, as the shipped program is: a loader that
// transforms on the fly leaves its marks in the code that is timed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const NAMES = ['touch', 'processes', 'files', 'prepare', 'select', 'start'];
const LIMIT_MS = 300_000;

const names = process.argv.length > 2 ? process.argv.slice(2) : NAMES;
const unknown = names.filter((name) => !NAMES.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no bench is called ${unknown.join(', ')}; there are ${NAMES.join(', ')}`);
  process.exit(2);
}

// Below the repository, so that packages are found from there.
const folder = mkdtempSync(join(ROOT, 'node_modules', '.bench-'));
let failed = 0;
try {
  await build({
    entryPoints: names.map((name) => join(ROOT, 'bench', `${name}.ts`)),
    outdir: folder,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
  });
  for (const name of names) {
    console.log(`\n${name}`);
    const { status, error } = spawnSync(process.execPath, [join(folder, `${name}.mjs`)], {
      cwd: ROOT,
      stdio: 'inherit',
      timeout: LIMIT_MS,
    });
    if (status !== 0) failed++;
    if (error) console.error(`bench: ${error.message}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
