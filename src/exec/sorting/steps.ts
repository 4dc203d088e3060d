import type { Steps } from '../../core/index.js';
import type { Run } from '../run.js';
import type { Task } from '../stream.js';

/** Does work in steps, with a look at the clock after each. */
export function* inSteps<T>(steps: Steps<T>, run: Run): Task<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (run.pauseDue()) yield run.pause();
  }
}

/** Items handled between two looks at the clock. */
const STEP_ITEMS = 16_384;

/** Handles the items 0…size-1 by `handle`, which gets some of them at a time: from the first one to before the second. */
export function* eachStep(size: number, run: Run, handle: (start: number, end: number) => void): Task<void> {
  for (let at = 0; at < size; at += STEP_ITEMS) {
    handle(at, Math.min(at + STEP_ITEMS, size));
    if (at > 0 && run.pauseDue()) yield run.pause();
  }
}
