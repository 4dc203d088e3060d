import { type Collation, collationOf, compareValues, type Value } from '../core/index.js';
import type { CompareRows } from './btree.js';
import type { IndexTerm } from './schema.js';

/** The order of rows by terms; nulls come first, last where descending. */
export function compareBy(terms: readonly IndexTerm[]): CompareRows {
  const [first, second, third] = terms.map(compareTerm);
  if (first && !second) return first;
  if (first && second && !third) {
    return (a, b) => {
      const order = first(a, b);
      return order !== 0 ? order : second(a, b);
    };
  }
  const compares = terms.map(compareTerm);
  return (a, b) => {
    for (const compare of compares) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function compareTerm({ slot, collation, descending }: IndexTerm): CompareRows {
  const rules: Collation = collationOf(collation);
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const left = a[slot] as Value; // rows are as wide as their table
    const right = b[slot] as Value;
    if (typeof left === 'number' && typeof right === 'number') return left < right ? -sign : left > right ? sign : 0;
    return sign * compareValues(left, right, rules);
  };
}
