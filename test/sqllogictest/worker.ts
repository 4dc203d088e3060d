import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { openEmpty } from './hostql.js';
import { SLOT, type Task, type ToPool } from './messages.js';
import { type Progress, runFile } from './run-file.js';

/** A thread that runs the files it is given, one after the other, and tells of failures as they come. */
const shared: Int32Array = workerData;

const progress: Progress = {
  atLine: (line) => Atomics.store(shared, SLOT.line, line),
  counted({ passed, failed, skipped }) {
    shared[SLOT.passed] = passed;
    shared[SLOT.failed] = failed;
    shared[SLOT.skipped] = skipped;
  },
};

const tell = (message: ToPool): void => parentPort?.postMessage(message);

parentPort?.on('message', async ({ path, failuresShown }: Task) => {
  const started = performance.now();
  const database = openEmpty();
  let shown = 0;
  try {
    const counts = await runFile(
      readFileSync(path, 'utf8'),
      database,
      (failure) => shown++ < failuresShown && tell({ kind: 'failure', failure }),
      progress,
    );
    tell({ kind: 'done', counts, elapsedMs: performance.now() - started });
  } finally {
    await database.close();
  }
});
