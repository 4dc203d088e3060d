import { statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from '../bundle.js';
import { listFiles } from './transform.js';

/** The test that runs the case files of each kind. */
const RUNNERS = new Map([
  ['.slt', join('test', 'slt.test.ts')],
  ['.parse', join('test', 'parse.test.ts')],
  ['.plan', join('test', 'plan.test.ts')],
  ['.orders', join('test', 'orders.test.ts')],
]);

/**
 * What to run for names given on the command line: tests, case files, and folders of both. Without names, all.
 * @returns {{ files: string[], cases: string[] }} test files, and the only case files their runners should take
 */
export function select(names) {
  const all = listFiles('test').filter((file) => file.endsWith('.test.ts'));
  if (names.length === 0) return { files: all, cases: [] };
  const files = new Set();
  const cases = [];
  for (const file of names.flatMap(expand)) {
    const runner = RUNNERS.get(file.slice(file.lastIndexOf('.')));
    if (runner) cases.push(file);
    if (runner) files.add(runner);
    else if (file.endsWith('.test.ts')) files.add(file);
  }
  return { files: [...files], cases };
}

function expand(name) {
  const path = relative(ROOT, join(process.cwd(), name));
  if (path.startsWith('..')) return [];
  const stats = statSync(join(ROOT, path), { throwIfNoEntry: false });
  if (stats?.isDirectory()) return listFiles(path);
  if (stats) return [path];
  return listFiles('test').filter((file) => file.split(sep).join('/').includes(name));
}
