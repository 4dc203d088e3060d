import type { CpuBucket } from './cpu-bucket.js';
import { type CpuMs, threadCpu } from './thread-cpu.js';

/** How often a lane looks at what it used. */
const LOOK_MS = 50;
/** A lane rests no longer at once: a cancel is heard between two rests. */
const LONGEST_REST_MS = 200;

const asleep = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** Holds the whole thread. */
const rest = (ms: number): unknown => Atomics.wait(asleep, 0, 0, Math.min(ms, LONGEST_REST_MS));

export const cpuSince = (start: CpuMs): number => {
  const now = threadCpu();
  return now.user + now.system - start.user - start.system;
};

export interface Restraint {
  /** What the process may take in the long run: beyond it, the lane rests. */
  readonly bucket: CpuBucket | undefined;
  /** What this query may take in all: from half of it on the lane rests as long as it worked. */
  readonly budgetMs: number | undefined;
  /** The query has taken more. */
  onSpent(): void;
}

/**
 * Holds a running query to its CPU. The engine gives way every few milliseconds, which is when this runs.
 * @returns ends the watch
 */
export function restrain({ bucket, budgetMs, onSpent }: Restraint): () => void {
  if (!bucket && budgetMs === undefined) return () => {};
  const start = threadCpu();
  let last = 0;
  const timer = setInterval(() => {
    const debtMs = bucket?.debtMs() ?? 0;
    if (debtMs > 0) rest(debtMs);
    if (budgetMs === undefined) return;
    const spent = cpuSince(start);
    if (spent > budgetMs) onSpent();
    else if (spent > budgetMs / 2) rest(spent - last);
    last = spent;
  }, LOOK_MS);
  return () => clearInterval(timer);
}
