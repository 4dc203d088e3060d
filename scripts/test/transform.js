import { lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../bundle.js';

/** The JavaScript of `src` and `test`, file by file in the same folders, so that relative paths hold. */
export const OUT = join(ROOT, 'build');
export const COVERAGE_FOLDER = join(OUT, 'coverage');

/** Every file below a folder of the repository, recorded machines and installed packages left out. */
export function listFiles(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return path === join('test', 'hosts') || entry.name === 'node_modules' ? [] : listFiles(path);
  });
}

/** Writes `src`, `test` and `bench`, whose tables tests read, as JavaScript into {@link OUT}; what is no TypeScript is linked. */
export async function transform() {
  rmSync(OUT, { recursive: true, force: true });
  const files = ['src', 'test', 'bench'].flatMap(listFiles);
  const isSource = (file) => file.endsWith('.ts');
  await build({
    entryPoints: files.filter(isSource),
    absWorkingDir: ROOT,
    outbase: ROOT,
    outdir: OUT,
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  });
  for (const file of files.filter((file) => !isSource(file))) link(file);
  link(join('test', 'hosts'));
  mkdirSync(COVERAGE_FOLDER, { recursive: true });
}

function link(file) {
  const to = join(OUT, file);
  mkdirSync(dirname(to), { recursive: true });
  if (!lstatSync(to, { throwIfNoEntry: false })) symlinkSync(relative(dirname(to), join(ROOT, file)), to);
}
