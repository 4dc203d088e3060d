import { allSteps, orderWords, RadixSorter, type Row, type Value } from '../core/index.js';
import type { CompareRows } from './btree.js';
import type { IndexTerm } from './schema.js';

/** Fewer rows than these are sorted by comparing. */
const RADIX_ROWS = 4096;

/** Rows in the order of `compare`, whose first term is `leading`. */
export function sortRows(rows: readonly Row[], leading: IndexTerm | undefined, compare: CompareRows): Row[] {
  const word = leading && rows.length >= RADIX_ROWS ? leadingWord(rows, leading) : undefined;
  if (!word) return [...rows].sort(compare);
  const order = new Uint32Array(rows.length);
  for (let at = 0; at < order.length; at++) order[at] = at;
  const keys = allSteps(new RadixSorter(rows.length).sort(order, 0, order.length, word));
  const sorted: Row[] = new Array(rows.length);
  for (let at = 0; at < order.length; at++) sorted[at] = rows[order[at] as number] as Row; // indices of rows
  sortTies(sorted, keys, compare);
  return sorted;
}

/** Words tell most rows apart, not all. */
function sortTies(sorted: Row[], keys: Uint32Array, compare: CompareRows): void {
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && keys[end] === keys[start]) end++;
    if (end - start > 1) {
      const tied = sorted.slice(start, end).sort(compare);
      for (let at = 0; at < tied.length; at++) sorted[start + at] = tied[at] as Row; // within bounds
    }
    start = end;
  }
}

/** Keys have their nulls first, last where descending. */
function leadingWord(rows: readonly Row[], { slot, collation, descending }: IndexTerm): Uint32Array | undefined {
  const values = rows.map((row) => row[slot] as Value); // rows are as wide as their table
  return allSteps(orderWords(values, { collation, descending, nullsFirst: !descending }))?.words[0];
}
