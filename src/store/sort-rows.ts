import { orderNumbers, type Row, radixSort, type Value } from '../core/index.js';
import type { CompareRows } from './btree.js';
import type { IndexTerm } from './schema.js';

/** Fewer rows than these are sorted by comparing. */
const RADIX_ROWS = 4096;

/** Rows in the order of `compare`, whose first term is `leading`. */
export function sortRows(rows: readonly Row[], leading: IndexTerm | undefined, compare: CompareRows): Row[] {
  const floats = leading && rows.length >= RADIX_ROWS ? leadingNumbers(rows, leading) : undefined;
  if (!floats) return [...rows].sort(compare);
  const order = new Uint32Array(rows.length);
  for (let at = 0; at < order.length; at++) order[at] = at;
  radixSort(order, 0, order.length, floats);
  const sorted: Row[] = new Array(rows.length);
  for (let at = 0; at < order.length; at++) sorted[at] = rows[order[at] as number] as Row; // indices of rows
  sortTies(sorted, order, floats, compare);
  return sorted;
}

/** Numbers tell most rows apart, not all. */
function sortTies(sorted: Row[], order: Uint32Array, floats: Float64Array, compare: CompareRows): void {
  for (let start = 0; start < order.length; ) {
    const number = floats[order[start] as number]; // indices of rows, as below
    let end = start + 1;
    while (end < order.length && floats[order[end] as number] === number) end++;
    if (end - start > 1) {
      const tied = sorted.slice(start, end).sort(compare);
      for (let at = 0; at < tied.length; at++) sorted[start + at] = tied[at] as Row; // within bounds
    }
    start = end;
  }
}

/** Keys have their nulls first, last where descending. */
function leadingNumbers(rows: readonly Row[], { slot, collation, descending }: IndexTerm): Float64Array | undefined {
  const values = rows.map((row) => row[slot] as Value); // rows are as wide as their table
  return orderNumbers(values, { collation, descending, nullsFirst: !descending })?.floats;
}
