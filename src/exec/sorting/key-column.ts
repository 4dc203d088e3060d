import { asciiLower, orderNumbers, type Value } from '../../core/index.js';
import type { SortTerm } from '../../sql/planner/index.js';
import { termComparator } from '../ordering.js';

export type OrderTerm = Omit<SortTerm, 'expr'>;

/** The keys of one ORDER BY term, item by item. */
export interface KeyColumn {
  /** Compares the keys of two items. */
  compare(a: number, b: number): number;
  /** By item: a number in the order of the keys; undefined where there are no such numbers. Never NaN or -0. */
  readonly floats: Float64Array | undefined;
  /** Items with the same number have equal keys; false: the numbers only tell most of them apart. */
  readonly isExact: boolean;
}

export function keyColumn(keys: readonly Value[], term: OrderTerm): KeyColumn {
  const numbers = orderNumbers(keys, term);
  if (!numbers) return { compare: byValue(keys, term), floats: undefined, isExact: false };
  const { floats, isExact } = numbers;
  return { compare: isExact ? byNumber(floats) : (byText(keys, term) ?? byValue(keys, term)), floats, isExact };
}

function byValue(keys: readonly Value[], term: OrderTerm): KeyColumn['compare'] {
  const compare = termComparator(term);
  return (a, b) => compare(keys[a] as Value, keys[b] as Value); // indices of keys
}

function byNumber(floats: Float64Array): KeyColumn['compare'] {
  return (a, b) => {
    const x = floats[a] as number; // indices of keys
    const y = floats[b] as number;
    return x < y ? -1 : x > y ? 1 : 0;
  };
}

const SURROGATE = /[\ud800-\udfff]/;

/** Where all keys are texts that compare unit by unit once folded as their collation does: without a look at types. */
function byText(keys: readonly Value[], term: OrderTerm): KeyColumn['compare'] | undefined {
  const isFolded = term.collation === 'nocase';
  const texts: string[] = new Array(keys.length);
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at];
    // UTF-16 units are in the order of UTF-8 bytes but for surrogates.
    if (typeof key !== 'string' || SURROGATE.test(key)) return undefined;
    texts[at] = isFolded ? asciiLower(key) : key;
  }
  const sign = term.descending ? -1 : 1;
  return (a, b) => {
    const x = texts[a] as string; // indices of keys
    const y = texts[b] as string;
    return x === y ? 0 : x < y ? -sign : sign;
  };
}
