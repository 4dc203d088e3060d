import { collationOf, compareValues, Real, type Row, type Value } from '../core/index.js';

/** What rows have in one slot, side by side in memory; empty where some of it is no number that is exact as a double. */
export type Numbers = Float64Array;

const NOT_NUMBERS: Numbers = new Float64Array(0);
const BINARY = collationOf('binary');

/** @param start the first row that is read; what stands before it is less than anything */
export function leadingNumbers(rows: readonly Row[], slot: number, start = 0): Numbers {
  const numbers = new Float64Array(rows.length).fill(Number.NEGATIVE_INFINITY, 0, start);
  for (let at = start; at < rows.length; at++) {
    const value = (rows[at] as Row)[slot] as Value; // within bounds; rows are as wide as their table
    if (typeof value === 'number') numbers[at] = value;
    else if (value instanceof Real) numbers[at] = value.value;
    else return NOT_NUMBERS;
  }
  return numbers;
}

/**
 * The first of the rows from `start` on whose value is not below the key.
 * @param numbers theirs; undefined: not known
 */
export function firstNotBelow(
  rows: readonly Row[],
  numbers: Numbers | undefined,
  slot: number,
  key: number,
  start: number,
): number {
  let low = start;
  let high = rows.length;
  if (numbers && numbers.length > 0) {
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[middle] as number) < key)
        low = middle + 1; // a number for each row
      else high = middle;
    }
    return low;
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if (orderTo(rows[middle] as Row, slot, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How the value of a row stands to a number: below it (negative), equal to it (0) or above it. */
export function orderTo(row: Row, slot: number, key: number): number {
  const value = row[slot] as Value; // rows are as wide as their table
  // Infinity less itself would be no number.
  return typeof value === 'number' ? (value < key ? -1 : value > key ? 1 : 0) : compareValues(value, key, BINARY);
}
