import { join } from 'node:path';
import { Report } from 'c8';
import { ROOT } from '../bundle.js';
import { COVERAGE_FOLDER, OUT } from './transform.js';

/** Prints how much of `src` the tests ran, by file. */
export async function showCoverage() {
  process.chdir(ROOT);
  await new Report({
    tempDirectory: COVERAGE_FOLDER,
    reportsDirectory: join(ROOT, 'coverage'),
    include: ['src/**'],
    exclude: [],
    excludeAfterRemap: true,
    reporter: ['text', 'lcovonly'],
    skipFull: true,
    src: [join(OUT, 'src')],
    resolve: '',
    omitRelative: true,
    mergeAsync: true,
  }).run();
}
