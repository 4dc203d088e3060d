import type { Run } from '../run.js';
import type { Task } from '../stream.js';
import type { CompareIndices } from './key-levels.js';

/** Items handled between two looks at the clock. */
const STEP_ITEMS = 16_384;
/** Items sorted without a look at the clock: some milliseconds. */
const RUN_ITEMS = 8192;

/** Sorts `order[start…end)`, stably, by sorted runs that are merged: between them it gives way to the event loop. */
export function* mergeSort(
  order: Uint32Array,
  start: number,
  end: number,
  compare: CompareIndices,
  run: Run,
): Task<void> {
  const size = end - start;
  let from: Uint32Array = order.subarray(start, end);
  for (let at = 0; at < size; at += RUN_ITEMS) {
    from.subarray(at, at + RUN_ITEMS).sort(compare); // stable, as all of JavaScript's sorts
    if (size > RUN_ITEMS && run.pauseDue()) yield run.pause();
  }
  if (size <= RUN_ITEMS) return;
  let to: Uint32Array = new Uint32Array(size);
  for (let width = RUN_ITEMS; width < size; width *= 2) {
    for (let at = 0; at < size; at += 2 * width) {
      const merge = new Merge(from, to, at, Math.min(at + width, size), Math.min(at + 2 * width, size), compare);
      while (!merge.advance()) if (run.pauseDue()) yield run.pause();
    }
    [from, to] = [to, from];
  }
  if (from.buffer !== order.buffer) order.set(from, start);
}

/** Merges two neighbouring runs, some items at a time. */
class Merge {
  #left: number;
  #right: number;
  #at: number;

  constructor(
    private readonly from: Uint32Array,
    private readonly to: Uint32Array,
    start: number,
    private readonly middle: number,
    private readonly end: number,
    private readonly compare: CompareIndices,
  ) {
    this.#left = start;
    this.#right = middle;
    this.#at = start;
  }

  /** True when it is through. */
  advance(): boolean {
    const { from, to, middle, end, compare } = this;
    const stop = Math.min(end, this.#at + STEP_ITEMS);
    let left = this.#left;
    let right = this.#right;
    let at = this.#at;
    while (at < stop && left < middle && right < end) {
      const a = from[left] as number; // within the runs
      const b = from[right] as number;
      if (compare(a, b) <= 0) {
        to[at++] = a;
        left++;
      } else {
        to[at++] = b;
        right++;
      }
    }
    if (left === middle || right === end) {
      to.set(left < middle ? from.subarray(left, middle) : from.subarray(right, end), at);
      return true;
    }
    this.#left = left;
    this.#right = right;
    this.#at = at;
    return false;
  }
}
