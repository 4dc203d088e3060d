import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Order, Report } from './worker.js';

/** A stretch of one seed's questions. */
export interface Stretch {
  readonly seed: number;
  readonly from: number;
  readonly end: number;
}

export interface CrewOptions {
  /** The worker's file. */
  readonly script: string;
  readonly jobs: number;
  readonly only?: string;
  readonly text: boolean;
  readonly out: string;
  readonly onReport: (stretch: Stretch, report: Report) => void;
  /** A question at which a worker died or hung. */
  readonly onLost: (seed: number, query: number, how: string) => void;
}

/** Without a word for so long, a worker hangs: questions of ours end long before, and between them it says that it lives. */
const SILENCE_MS = 60_000;

/** Gives stretches to workers until there are none, or time is up. A worker that dies is replaced behind its question. */
export async function runCrew(stretches: Iterable<Stretch>, options: CrewOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-fuzz-'));
  const queue = stretches[Symbol.iterator]();
  const workOff = async (job: number): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next())
      await workStretch(next.value, join(folder, String(job)), options);
  };
  try {
    await Promise.all(Array.from({ length: options.jobs }, (_, job) => workOff(job)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function workStretch(stretch: Stretch, stateFile: string, options: CrewOptions): Promise<void> {
  for (let from = stretch.from; from < stretch.end; ) {
    const end = await runWorker({ ...stretch, from }, stateFile, options);
    if (end === undefined) return;
    const query = readFileSync(stateFile).readDoubleLE();
    options.onLost(stretch.seed, query, end);
    from = query + 1;
  }
}

/** @returns undefined when all was asked, else how it ended */
function runWorker(stretch: Stretch, stateFile: string, options: CrewOptions): Promise<string | undefined> {
  const child = fork(options.script, {
    serialization: 'advanced',
    execArgv: ['--enable-source-maps', '--max-old-space-size=1500'],
  });
  const order: Order = {
    ...stretch,
    text: options.text,
    out: options.out,
    stateFile,
    ...(options.only !== undefined && { only: options.only }),
  };
  child.send(order);
  return new Promise((resolve) => {
    let isDone = false;
    let isHanging = false;
    const alarm = setTimeout(() => {
      isHanging = true;
      child.kill('SIGKILL');
    }, SILENCE_MS);
    child.on('message', (report: Report) => {
      alarm.refresh();
      if (report.kind === 'end') isDone = true;
      options.onReport(stretch, report);
    });
    child.on('exit', (code, signal) => {
      clearTimeout(alarm);
      if (isDone) resolve(undefined);
      else resolve(isHanging ? 'it hangs' : `the process ended with ${signal ?? code}`);
    });
  });
}
