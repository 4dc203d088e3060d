import { RadixSorter } from '../../core/index.js';
import type { Run } from '../run.js';
import type { Task } from '../stream.js';
import { inTurn, type Level } from './key-levels.js';
import { mergeSort } from './merge-sort.js';
import { inSteps } from './steps.js';

/** Fewer items than these are sorted by comparing. */
const RADIX_ITEMS = 256;
/** As many as these at most by insertion. */
const INSERTION_ITEMS = 24;
/** Items looked at between two looks at the clock. */
const STEP_ITEMS = 16_384;

/** Items that are equal by all levels before this one. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly level: number;
}

/**
 * Sorts indices of items by their levels, stably: by the words of the first level, and stretches of equal words by the
 * next. So later levels are looked at only where earlier ones leave something open.
 */
export function* sortOrder(order: Uint32Array, levels: readonly Level[], run: Run): Task<void> {
  const compares = levels.map((_, level) => inTurn(levels.slice(level).map(({ compare }) => compare)));
  const pending: Stretch[] = [{ start: 0, end: order.length, level: 0 }];
  let sorter: RadixSorter | undefined;
  for (let stretch = pending.pop(); stretch; stretch = pending.pop()) {
    const { start, end, level } = stretch;
    const compare = compares[level];
    const { words } = levels[level] ?? {};
    if (!compare) continue;
    if (!words || end - start < RADIX_ITEMS) {
      yield* mergeSort(order, start, end, compare, run);
      continue;
    }
    sorter ??= new RadixSorter(order.length);
    const keys = yield* inSteps(sorter.sort(order, start, end, words), run);
    const next = compares[level + 1];
    if (!next) continue;
    // Equal items are still to be ordered by the levels after this one.
    let looked = 0;
    for (let first = start; first < end; ) {
      const key = keys[first - start] as number; // within bounds, as below
      let last = first + 1;
      while (last < end && keys[last - start] === key) last++;
      const size = last - first;
      if (size > INSERTION_ITEMS) pending.push({ start: first, end: last, level: level + 1 });
      else if (size > 1) insertionSort(order, first, last, next);
      first = last;
      looked += size;
      if (looked < STEP_ITEMS) continue;
      looked = 0;
      if (run.pauseDue()) yield run.pause();
    }
  }
}

function insertionSort(
  order: Uint32Array,
  start: number,
  end: number,
  compare: (a: number, b: number) => number,
): void {
  for (let at = start + 1; at < end; at++) {
    const item = order[at] as number; // within bounds, as below
    let to = at;
    for (; to > start; to--) {
      const before = order[to - 1] as number;
      if (compare(before, item) <= 0) break;
      order[to] = before;
    }
    order[to] = item;
  }
}
