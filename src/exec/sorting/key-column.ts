import { asciiLower, collationOf, Real, type Value } from '../../core/index.js';
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
  return numberColumn(keys, term) ?? textColumn(keys, term) ?? anyColumn(keys, term);
}

function anyColumn(keys: readonly Value[], term: OrderTerm): KeyColumn {
  const compare = termComparator(term);
  return {
    compare: (a, b) => compare(keys[a] as Value, keys[b] as Value), // indices of keys
    floats: undefined,
    isExact: false,
  };
}

/** Numbers and nulls, which lie beyond all numbers as long as none is infinite. */
function numberColumn(keys: readonly Value[], { descending, nullsFirst }: OrderTerm): KeyColumn | undefined {
  const floats = new Float64Array(keys.length);
  const sign = descending ? -1 : 1;
  const ofNull = nullsFirst ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  let hasNull = false;
  let hasInfinity = false;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as Value; // within bounds
    if (key === null) {
      hasNull = true;
      floats[at] = ofNull;
      continue;
    }
    const number = typeof key === 'number' ? key : key instanceof Real ? key.value : undefined;
    if (number === undefined) return undefined;
    hasInfinity ||= number === Number.POSITIVE_INFINITY || number === Number.NEGATIVE_INFINITY;
    floats[at] = sign * number + 0; // + 0: no negative zero
  }
  return hasNull && hasInfinity ? undefined : { compare: byNumber(floats), floats, isExact: true };
}

function byNumber(floats: Float64Array): KeyColumn['compare'] {
  return (a, b) => {
    const x = floats[a] as number; // indices of keys
    const y = floats[b] as number;
    return x < y ? -1 : x > y ? 1 : 0;
  };
}

const SURROGATE = /[\ud800-\udfff]/;

/** Texts that compare unit by unit once folded as their collation does; told apart by the first units that differ at all. */
function textColumn(keys: readonly Value[], term: OrderTerm): KeyColumn | undefined {
  const collation = collationOf(term.collation);
  if (collation.name !== 'binary' && collation.name !== 'nocase') return undefined;
  const texts: string[] = new Array(keys.length);
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at];
    // UTF-16 units are in the order of UTF-8 bytes but for surrogates.
    if (typeof key !== 'string' || SURROGATE.test(key)) return undefined;
    texts[at] = collation.name === 'nocase' ? asciiLower(key) : key;
  }
  const sign = term.descending ? -1 : 1;
  const compare: KeyColumn['compare'] = (a, b) => {
    const x = texts[a] as string; // indices of keys
    const y = texts[b] as string;
    return x === y ? 0 : x < y ? -sign : sign;
  };
  return { compare, floats: prefixes(texts, sign), isExact: false };
}

/** Six units of up to a byte, or three of any size, make a whole number that a float holds exactly. */
function prefixes(texts: readonly string[], sign: number): Float64Array {
  const start = sharedPrefix(texts);
  const isNarrow = !texts.some((text) => /[^\0-\xff]/.test(text));
  const [units, base] = isNarrow ? [6, 256] : [3, 65536];
  const floats = new Float64Array(texts.length);
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at] as string; // within bounds
    let number = 0;
    for (let unit = start; unit < start + units; unit++)
      number = number * base + (unit < text.length ? text.charCodeAt(unit) : 0);
    floats[at] = sign * number + 0;
  }
  return floats;
}

/** How many units all texts have in common at their start. */
function sharedPrefix(texts: readonly string[]): number {
  const first = texts[0] ?? '';
  let shared = first.length;
  for (const text of texts) {
    if (shared === 0) return 0;
    let same = 0;
    while (same < shared && text.charCodeAt(same) === first.charCodeAt(same)) same++;
    shared = same;
  }
  return shared;
}
