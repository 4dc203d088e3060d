import { type CpuMs, threadCpu } from './thread-cpu.js';

/** How often a lane looks at what it used. */
const LOOK_MS = 50;

const asleep = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

export const cpuSince = (start: CpuMs): number => {
  const now = threadCpu();
  return now.user + now.system - start.user - start.system;
};

/**
 * Holds a query to its CPU: from half of the budget on the lane sleeps as long as it worked, past it `onSpent` is called. The
 * engine gives way every few milliseconds, which is when this runs.
 * @returns ends the watch
 */
export function throttled(budgetMs: number, onSpent: () => void): () => void {
  const start = threadCpu();
  let last = 0;
  const timer = setInterval(() => {
    const spent = cpuSince(start);
    if (spent > budgetMs) onSpent();
    else if (spent > budgetMs / 2) Atomics.wait(asleep, 0, 0, Math.min(spent - last, LOOK_MS * 4));
    last = spent;
  }, LOOK_MS);
  return () => clearInterval(timer);
}
