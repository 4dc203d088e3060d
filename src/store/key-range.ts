import { collationOf, compareValues, type Row, type Value } from '../core/index.js';
import type { Probe } from './btree.js';
import type { IndexTerm } from './schema.js';

/** A stretch of a key: its leading terms have these values, the next one lies between the bounds. */
export interface KeyRange {
  readonly equals: readonly Value[];
  /** Absent: the next term may be anything. With neither bound: anything but null. */
  readonly range?: { readonly min?: KeyEnd; readonly max?: KeyEnd };
}
export interface KeyEnd {
  /** Not null. */
  readonly value: Value;
  readonly inclusive: boolean;
}

/** What finds the rows of a stretch, in a tree ordered by these terms. */
export function probeFor(terms: readonly IndexTerm[], { equals, range }: KeyRange): Probe {
  const probes = equals.map((value, at) => probeValue(terms[at] as IndexTerm, value)); // no more values than terms
  const next = terms[equals.length];
  if (range && next) probes.push(probeRange(next, range));
  const [only, second] = probes;
  if (only && !second) return only;
  return (row) => {
    for (let at = 0; at < probes.length; at++) {
      const order = (probes[at] as Probe)(row); // within bounds
      if (order !== 0) return order;
    }
    return 0;
  };
}

function probeValue({ slot, collation, descending }: IndexTerm, value: Value): Probe {
  const rules = collationOf(collation);
  const before = descending ? 1 : -1;
  if (typeof value === 'number')
    return (row) => {
      const found = row[slot] as Value; // rows are as wide as their table
      if (typeof found === 'number') return found < value ? before : found > value ? -before : 0;
      return -before * compareValues(found, value, rules);
    };
  return (row) => -before * compareValues(row[slot] as Value, value, rules);
}

function probeRange({ slot, collation, descending }: IndexTerm, { min, max }: NonNullable<KeyRange['range']>): Probe {
  const rules = collationOf(collation);
  const before = descending ? 1 : -1;
  return (row: Row) => {
    const found = row[slot] as Value;
    if (found === null) return before;
    if (min) {
      const order = compareValues(found, min.value, rules);
      if (order < 0 || (order === 0 && !min.inclusive)) return before;
    }
    if (max) {
      const order = compareValues(found, max.value, rules);
      if (order > 0 || (order === 0 && !max.inclusive)) return -before;
    }
    return 0;
  };
}
