import type { Value } from '../../core/index.js';
import type { Run } from '../run.js';
import type { Task } from '../stream.js';
import { byValue, type CompareIndices, inTurn, keyLevels, type Level, type OrderTerm } from './key-levels.js';
import { unsorted } from './presorted.js';
import { sortOrder } from './sort-order.js';
import { eachStep, inSteps } from './steps.js';

/** Fewer items than these are not worth numbers that stand for their keys. */
const FEW_ITEMS = 256;

/** The items in the order of their terms, equal ones as they came. `keyAt` gives an item's value of a term. */
export function* sortedBy<T>(
  items: readonly T[],
  terms: readonly OrderTerm[],
  keyAt: (item: T, term: number) => Value,
  run: Run,
): Task<T[]> {
  if (items.length <= 1 || terms.length === 0) return [...items];
  const keys: Value[][] = [];
  for (const term of terms.keys()) {
    const column: Value[] = new Array(items.length);
    yield* eachStep(items.length, run, (start, end) => {
      for (let at = start; at < end; at++) column[at] = keyAt(items[at] as T, term); // within bounds
    });
    keys.push(column);
  }
  return inOrder(items, yield* orderOf(keys, terms, items.length, run));
}

/** The items as `order` has their indices. */
export function inOrder<T>(items: readonly T[], order: Uint32Array): T[] {
  const sorted: T[] = new Array(order.length);
  for (let at = 0; at < order.length; at++) sorted[at] = items[order[at] as number] as T; // indices of items
  return sorted;
}

/**
 * The indices 0…size-1 in the order of their keys, given term by term; equal ones in the order of the indices.
 * @param most the first so many are needed
 */
export function* orderOf(
  keys: readonly (readonly Value[])[],
  terms: readonly OrderTerm[],
  size: number,
  run: Run,
  most = size,
): Task<Uint32Array> {
  if (size < FEW_ITEMS) return fewSorted(inTurn(fewLevels(keys, terms).map(([{ compare }]) => compare)), size, most);
  const { order } = yield* orderingOf(keys, terms, size, run);
  return most < size ? order.subarray(0, most) : order;
}

/** Items in order, and what they are ordered by. */
export interface Ordering {
  /** By place: the item's index. */
  readonly order: Uint32Array;
  /** By term: two items have equal keys where all of its levels find them so. */
  readonly levels: readonly (readonly Level[])[];
}

/** As {@link orderOf}. */
export function* orderingOf(
  keys: readonly (readonly Value[])[],
  terms: readonly OrderTerm[],
  size: number,
  run: Run,
): Task<Ordering> {
  if (size < FEW_ITEMS) {
    const levels = fewLevels(keys, terms);
    return { order: fewSorted(inTurn(levels.map(([{ compare }]) => compare)), size, size), levels };
  }
  const levels = yield* inSteps(keyLevels(keys, terms), run);
  const left = unsorted(levels.flat(), size);
  if (run.pauseDue()) yield run.pause();
  yield* sortOrder(left.order, left.levels, run);
  return { order: left.order, levels };
}

function fewLevels(keys: readonly (readonly Value[])[], terms: readonly OrderTerm[]): (readonly [Level])[] {
  return terms.map((term, index) => [byValue(keys[index] as readonly Value[], term)] as const); // keys for each term
}

/** By insertion where half of what is there tells the place: V8's own sort calls `compare` from outside its code. */
function fewSorted(compare: CompareIndices, size: number, most: number): Uint32Array {
  const order = new Uint32Array(Math.min(size, most));
  let length = 0;
  for (let item = 0; item < size; item++) {
    const isFull = length === order.length;
    // Most items come in order, or late.
    if (length > 0 && compare(order[length - 1] as number, item) <= 0) {
      if (!isFull) order[length++] = item;
      continue;
    }
    let start = 0;
    for (let end = length - 1; start < end; ) {
      const middle = (start + end) >> 1;
      if (compare(order[middle] as number, item) <= 0)
        start = middle + 1; // within bounds
      else end = middle;
    }
    for (let at = isFull ? length - 1 : length; at > start; at--) order[at] = order[at - 1] as number; // as above
    order[start] = item;
    if (!isFull) length++;
  }
  return order;
}
