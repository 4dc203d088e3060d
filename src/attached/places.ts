import type { Lookup } from '../catalog/index.js';
import { type Collation, collationOf, compareValues, real, type Value } from '../core/index.js';
import type { IndexTerm } from '../store/index.js';

/** Texts and numbers, as a lookup has them. */
export type KeyValue = string | number;
export type KeyRange = NonNullable<Lookup<KeyValue>['range']>;

/** What reads the values of a key: an index's entry, a row of a table that is kept as one. */
export interface Keyed {
  value(position: number): Value | undefined;
}

/** A key's value as SQL has it. */
export const toValue = (key: KeyValue): Value =>
  typeof key === 'number' && !Number.isSafeInteger(key) ? real(key) : key;

/**
 * Where an entry stands against the stretch whose first terms equal these values, and whose next one is within a range:
 * negative before it, 0 within, positive behind.
 */
export function placeIn(
  terms: readonly IndexTerm[],
  equals: readonly Value[],
  range: KeyRange | undefined,
): (entry: Keyed) => number {
  const tests = equals.map((value, at) => {
    const { collation, descending } = terms[at] as IndexTerm; // no more values than terms
    return { value, collation: collationOf(collation), sign: descending ? -1 : 1 };
  });
  const last = range && terms[equals.length];
  const within = range && last && placeWithin(range, collationOf(last.collation), last.descending);
  return (entry) => {
    for (let at = 0; at < tests.length; at++) {
      const { value, collation, sign } = tests[at] as (typeof tests)[number]; // within bounds
      const order = compareValues(entry.value(at) ?? null, value, collation) * sign;
      if (order !== 0) return order;
    }
    return within ? within(entry.value(tests.length) ?? null) : 0;
  };
}

/** Nulls are in no range: they come before everything, or behind everything where the order is turned round. */
function placeWithin(range: KeyRange, collation: Collation, descending: boolean): (value: Value) => number {
  const before = descending ? 1 : -1;
  const min = range.min === undefined ? undefined : toValue(range.min);
  const max = range.max === undefined ? undefined : toValue(range.max);
  return (value) => {
    if (value === null) return before;
    if (min !== undefined) {
      const order = compareValues(value, min, collation);
      if (order < 0 || (order === 0 && !range.minInclusive)) return before;
    }
    if (max !== undefined) {
      const order = compareValues(value, max, collation);
      if (order > 0 || (order === 0 && !range.maxInclusive)) return -before;
    }
    return 0;
  };
}

/** Where a rowid stands against a range. */
export function placeOfRowid({
  min,
  max,
  minInclusive,
  maxInclusive,
}: NonNullable<Lookup<number>['range']>): (rowid: number | bigint) => number {
  return (rowid) => {
    if (min !== undefined && (rowid < min || (rowid === min && !minInclusive))) return -1;
    return max !== undefined && (rowid > max || (rowid === max && !maxInclusive)) ? 1 : 0;
  };
}
