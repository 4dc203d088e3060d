import { writeSync } from 'node:fs';
import { openFilesystem } from '../../src/logger/index.js';

// Writes results until it is killed, and says a dot for each line once it is written.
const [folder = ''] = process.argv.slice(2);
const report = { lost: () => undefined, warn: () => undefined };
const sink = openFilesystem({ folder, makeFolder: true, mode: 0o640, report });
for (;;) {
  await sink.results([`{"text":"${'x'.repeat(20_000)}"}`]);
  writeSync(1, '.');
}
