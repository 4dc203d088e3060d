// Runs files of SQLite's sqllogictest: `npm run slt -- PATH…`. The code is TypeScript in test/sqllogictest; esbuild
// bundles it into a folder of its own, so that runs side by side, and tests, do not disturb each other.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const CACHE = join(ROOT, 'node_modules', '.cache');
mkdirSync(CACHE, { recursive: true });
const folder = mkdtempSync(join(CACHE, 'slt-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

await build({
  entryPoints: ['main', 'worker'].map((name) => join(ROOT, 'test', 'sqllogictest', `${name}.ts`)),
  absWorkingDir: ROOT,
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  sourcesContent: false,
  define: { HOSTQL_VERSION: '"slt"' },
  logLevel: 'warning',
});

const { main } = await import(pathToFileURL(join(folder, 'main.mjs')));
process.exitCode = await main(process.argv.slice(2), pathToFileURL(join(folder, 'worker.mjs')));
