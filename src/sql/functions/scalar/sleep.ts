import { scalar } from '../spec.js';

/** Between two looks at whether the run is to end. */
const NAP_MS = 20;
/** Nobody waits longer: 292 million years fit in 64 bits of seconds, not in a timer. */
const LONGEST_MS = 2 ** 31 - 1;

export const sleep = scalar({
  name: 'sleep',
  description: 'Waits for so many seconds and gives their number; negative and null count as 0.',
  args: ['integer'],
  returns: 'integer',
  nulls: 'seen',
  volatile: true,
  examples: [
    ['sleep(0)', 0],
    ['sleep(-3)', 0],
    ['sleep(NULL)', 0],
  ],
  bind:
    ({ checkpoint }) =>
    (seconds) => {
      const whole = seconds === null || seconds < 0 ? 0 : seconds;
      wait(Math.min(LONGEST_MS, Number(whole) * 1000), checkpoint);
      return whole;
    },
});

/** Blocks the thread: expressions give their value at once or not at all. */
function wait(ms: number, checkpoint: (() => void) | undefined): void {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const end = performance.now() + ms;
  for (let left = ms; left > 0; left = end - performance.now()) {
    Atomics.wait(cell, 0, 0, Math.min(left, NAP_MS));
    checkpoint?.();
  }
}
