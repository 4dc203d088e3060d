// Bundles TypeScript that is run here, as the shipped program is bundled: a loader that transforms on the fly is slow, and
// leaves its marks in code that is timed.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Below the repository, so that packages are found from there. */
const CACHE = join(ROOT, 'node_modules', '.cache');

/**
 * Bundles files, named from the repository's root, into a folder of its own that goes when this process does: runs side
 * by side do not disturb each other.
 * @returns {Promise<string[]>} the modules, in the files' order
 */
export async function bundle(name, files) {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, `${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
  await build({
    absWorkingDir: ROOT,
    entryPoints: files,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    entryNames: '[name]',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  });
  return files.map((file) => join(folder, basename(file).replace(/\.ts$/, '.mjs')));
}
