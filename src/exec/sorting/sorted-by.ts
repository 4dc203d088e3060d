import type { Value } from '../../core/index.js';
import type { Run } from '../run.js';
import type { Task } from '../stream.js';
import { byValue, inTurn, keyLevels, type Level, type OrderTerm } from './key-levels.js';
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

/** The indices 0…size-1 in the order of their keys, given term by term; equal ones in the order of the indices. */
export function* orderOf(
  keys: readonly (readonly Value[])[],
  terms: readonly OrderTerm[],
  size: number,
  run: Run,
): Task<Uint32Array> {
  return (yield* orderingOf(keys, terms, size, run)).order;
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
  if (size < FEW_ITEMS) return fewOrdered(keys, terms, size);
  const levels = yield* inSteps(keyLevels(keys, terms), run);
  const left = unsorted(levels.flat(), size);
  if (run.pauseDue()) yield run.pause();
  yield* sortOrder(left.order, left.levels, run);
  return { order: left.order, levels };
}

function fewOrdered(keys: readonly (readonly Value[])[], terms: readonly OrderTerm[], size: number): Ordering {
  const levels = terms.map((term, index) => [byValue(keys[index] as readonly Value[], term)]); // keys for each term
  const compare = inTurn(levels.map(([level]) => (level as Level).compare)); // each has one
  const indices: number[] = [];
  let isSorted = true;
  for (let index = 0; index < size; index++) {
    indices.push(index);
    if (isSorted && index > 0 && compare(index - 1, index) > 0) isSorted = false;
  }
  return { order: Uint32Array.from(isSorted ? indices : indices.sort(compare)), levels };
}
