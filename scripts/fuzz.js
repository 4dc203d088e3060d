// Compares answers with SQLite on generated queries: `npm run fuzz -- --help`. Bundled first, as the shipped program is:
// the engine is asked some hundred thousand times, and a loader that transforms on the fly would be in the way.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
// Below the repository, so that packages are found from there.
const folder = mkdtempSync(join(ROOT, 'node_modules', '.fuzz-'));
try {
  await build({
    entryPoints: ['main', 'worker'].map((name) => join(ROOT, 'test', 'fuzz', `${name}.ts`)),
    outdir: folder,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
  });
  const { status, signal } = spawnSync(process.execPath, [join(folder, 'main.mjs'), ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  process.exitCode = status ?? (signal === null ? 1 : 130);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
