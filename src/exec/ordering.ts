import { type Collation, collationOf, compareValues, type Value } from '../core/index.js';
import type { Column, SortTerm } from '../sql/planner/index.js';

export type CompareKeys = (a: readonly Value[], b: readonly Value[]) => number;

/** How one ORDER BY term compares two values. */
export function termComparator(term: Omit<SortTerm, 'expr'>): (a: Value, b: Value) => number {
  const collation: Collation = collationOf(term.collation);
  const sign = term.descending ? -1 : 1;
  const nullSign = term.nullsFirst ? -1 : 1;
  return (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return a < b ? -sign : a > b ? sign : 0;
    if (a === null) return b === null ? 0 : nullSign;
    if (b === null) return -nullSign;
    return sign * compareValues(a, b, collation);
  };
}

/** Compares lists of values term by term. */
export function keyComparator(terms: readonly Omit<SortTerm, 'expr'>[]): CompareKeys {
  const comparators = terms.map(termComparator);
  const [only] = comparators;
  if (comparators.length === 1 && only) return (a, b) => only(a[0] as Value, b[0] as Value); // one term, one value
  return (a, b) => {
    for (let i = 0; i < comparators.length; i++) {
      const order = (comparators[i] as (x: Value, y: Value) => number)(a[i] as Value, b[i] as Value); // as many values as terms
      if (order !== 0) return order;
    }
    return 0;
  };
}

const NOT_ASCII = /[^\0-\x7f]/;

/** A text of ASCII alone: JavaScript compares any text with it as their bytes compare. */
export const isPlainText = (value: Value): boolean => typeof value === 'string' && !NOT_ASCII.test(value);

/** Ascending by all columns, nulls first: the order in which set operations and groups come out. */
export const columnTerms = (columns: readonly Column[]): readonly Omit<SortTerm, 'expr'>[] =>
  columns.map(({ collation }) => ({ collation, descending: false, nullsFirst: true }));
