import { radixSort, type Value } from '../../core/index.js';
import type { Run } from '../run.js';
import type { Task } from '../stream.js';
import { type KeyColumn, keyColumn, type OrderTerm } from './key-column.js';
import { type CompareIndices, mergeSort } from './merge-sort.js';

/** Items handled between two looks at the clock. */
const STEP_ITEMS = 16_384;
/** Fewer items than these are sorted by comparing. */
const RADIX_ITEMS = 4096;

/** The items in the order of their terms, equal ones as they came. `keyAt` gives an item's value of a term. */
export function* sortedBy<T>(
  items: readonly T[],
  terms: readonly OrderTerm[],
  keyAt: (item: T, term: number) => Value,
  run: Run,
): Task<T[]> {
  if (items.length <= 1 || terms.length === 0) return [...items];
  const keys: Value[][] = [];
  for (const index of terms.keys()) {
    const column: Value[] = new Array(items.length);
    for (let at = 0; at < items.length; at++) {
      column[at] = keyAt(items[at] as T, index); // within bounds
      if (at % STEP_ITEMS === 0 && run.pauseDue()) yield run.pause();
    }
    keys.push(column);
  }
  const order = yield* orderOf(keys, terms, items.length, run);
  const sorted: T[] = new Array(items.length);
  for (let at = 0; at < order.length; at++) sorted[at] = items[order[at] as number] as T; // indices of items
  return sorted;
}

/**
 * The indices 0…size-1 in the order of their keys, given term by term; equal ones in the order of the indices. Many are
 * sorted by the numbers that stand for their keys, few by comparing.
 */
export function* orderOf(
  keys: readonly (readonly Value[])[],
  terms: readonly OrderTerm[],
  size: number,
  run: Run,
): Task<Uint32Array> {
  const order = new Uint32Array(size);
  for (let index = 0; index < size; index++) order[index] = index;
  const columns = terms.map((term, index) => keyColumn(keys[index] as readonly Value[], term)); // keys for each term
  yield* sortRange(order, 0, size, columns, 0, run);
  return order;
}
/** Sorts `order[start…end)`, whose keys are equal before the column `from`. */
function* sortRange(
  order: Uint32Array,
  start: number,
  end: number,
  columns: readonly KeyColumn[],
  from: number,
  run: Run,
): Task<void> {
  const column = columns[from];
  if (!column || end - start <= 1) return;
  const { floats } = column;
  if (!floats || end - start < RADIX_ITEMS) {
    yield* mergeSort(order, start, end, inTurn(columns.slice(from)), run);
    return;
  }
  radixSort(order, start, end, floats);
  if (run.pauseDue()) yield run.pause();
  // Items with equal numbers are still to be ordered by what the number leaves out, and by the columns after it.
  const isLast = from === columns.length - 1;
  if (column.isExact && isLast) return;
  for (let first = start; first < end; ) {
    let next = first + 1;
    const number = floats[order[first] as number]; // within bounds, as below
    while (next < end && floats[order[next] as number] === number) next++;
    if (next - first > 1) {
      if (column.isExact) yield* sortRange(order, first, next, columns, from + 1, run);
      else yield* mergeSort(order, first, next, inTurn(columns.slice(from)), run);
    }
    first = next;
  }
}

function inTurn(columns: readonly KeyColumn[]): CompareIndices {
  const [first, second] = columns;
  if (first && columns.length === 1) return first.compare;
  if (first && second && columns.length === 2) return (a, b) => first.compare(a, b) || second.compare(a, b);
  return (a, b) => {
    for (const column of columns) {
      const order = column.compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
}
