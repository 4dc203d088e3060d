import { Real, type Row, radixSort, type Value } from '../core/index.js';
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

/** Numbers in the order of a term's values, equal where that cannot be told; undefined where there are none. */
function leadingNumbers(rows: readonly Row[], { slot, collation, descending }: IndexTerm): Float64Array | undefined {
  const floats = new Float64Array(rows.length);
  const sign = descending ? -1 : 1;
  let kind: 'number' | 'text' | undefined;
  for (let at = 0; at < rows.length; at++) {
    const value = (rows[at] as Row)[slot] as Value; // within bounds, and rows are as wide as their table
    let number: number;
    if (value === null) number = Number.NEGATIVE_INFINITY;
    else if (typeof value === 'string') {
      if (kind === 'number' || collation !== 'binary') return undefined;
      kind = 'text';
      number = textNumber(value);
    } else {
      if (kind === 'text' || value instanceof Uint8Array) return undefined;
      kind = 'number';
      number = value instanceof Real ? value.value : Number(value);
    }
    floats[at] = sign * number + 0; // + 0: no negative zero
  }
  return floats;
}

/** The first three units of a text. Surrogates and what lies beyond them order otherwise by bytes: all of them are one. */
function textNumber(text: string): number {
  let number = 0;
  for (let at = 0; at < 3; at++) {
    const unit = at < text.length ? text.charCodeAt(at) + 1 : 0;
    if (unit > 0xd800) return (number * 0x10000 + 0xd801) * 0x10000 ** (2 - at);
    number = number * 0x10000 + unit;
  }
  return number;
}
