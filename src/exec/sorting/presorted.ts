import type { CompareIndices, Level } from './key-levels.js';

/** What is left to do for items of which some order is known. */
export interface Unsorted {
  /** Items as they came, or the last one first: what is left is sorted stably from here. */
  readonly order: Uint32Array;
  /** Levels that are left: those after them have the items in order already. */
  readonly levels: readonly Level[];
}

/**
 * Looks at how the items came: rows that are read in the order of their ids need no sorting by id, be it their first
 * term or what decides between equal ones. Other rows show it within the first few.
 */
export function unsorted(levels: readonly Level[], size: number): Unsorted {
  const order = new Uint32Array(size);
  const isReversed = isFalling(levels, order) || isFalling(levels.slice(-1), order);
  for (let at = 0; at < size; at++) order[at] = isReversed ? size - 1 - at : at;
  let left = levels.length;
  while (left > 0 && isRising(levels.slice(left - 1), order)) left--;
  return { order, levels: levels.slice(0, left) };
}

/** Items in `order` do not fall. */
function isRising(levels: readonly Level[], order: Uint32Array): boolean {
  for (let at = 1; at < order.length; at++) {
    if (compared(levels, order[at - 1] as number, order[at] as number) > 0) return false; // within bounds
  }
  return true;
}

/** No two items are equal, and each comes before the one before it: turned around they are sorted, and stably. */
function isFalling(levels: readonly Level[], { length }: Uint32Array): boolean {
  for (let at = 1; at < length; at++) if (compared(levels, at - 1, at) <= 0) return false;
  return true;
}

function compared(levels: readonly Level[], a: number, b: number): ReturnType<CompareIndices> {
  for (let at = 0; at < levels.length; at++) {
    const order = (levels[at] as Level).compare(a, b); // within bounds
    if (order !== 0) return order;
  }
  return 0;
}
