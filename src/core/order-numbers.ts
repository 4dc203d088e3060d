import type { CollationName } from './collation.js';
import { asciiLower } from './fold.js';
import { Real, type Value } from './value.js';

/** How values are ordered. */
export interface ValueOrder {
  readonly collation: CollationName;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** Numbers that stand for values when many are sorted. */
export interface OrderNumbers {
  /** By value, in the order of the values: none of them NaN or -0. */
  readonly floats: Float64Array;
  /** Equal numbers, equal values; false: the numbers only tell most values apart. */
  readonly isExact: boolean;
}

/** Undefined where values of several kinds, blobs, or texts of another collation stand beside each other. */
export function orderNumbers(values: readonly Value[], order: ValueOrder): OrderNumbers | undefined {
  return ofNumbers(values, order) ?? ofTexts(values, order);
}

const numberOfNull = ({ nullsFirst }: ValueOrder): number =>
  nullsFirst ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;

/** Nulls lie beyond all numbers, as long as none is infinite. */
function ofNumbers(values: readonly Value[], order: ValueOrder): OrderNumbers | undefined {
  const floats = new Float64Array(values.length);
  const sign = order.descending ? -1 : 1;
  const ofNull = numberOfNull(order);
  let hasNull = false;
  let hasInfinity = false;
  let hasBigint = false;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as Value; // within bounds
    if (value === null) {
      hasNull = true;
      floats[at] = ofNull;
      continue;
    }
    const number = value instanceof Real ? value.value : typeof value === 'bigint' ? Number(value) : value;
    if (typeof number !== 'number') return undefined;
    hasBigint ||= typeof value === 'bigint';
    hasInfinity ||= number === Number.POSITIVE_INFINITY || number === Number.NEGATIVE_INFINITY;
    floats[at] = sign * number + 0; // + 0: no negative zero
  }
  return { floats, isExact: !hasBigint && !(hasNull && hasInfinity) };
}

const WIDE = /[^\0-\xff]/;

/** Texts are told apart by the first units after what all of them start with. */
function ofTexts(values: readonly Value[], order: ValueOrder): OrderNumbers | undefined {
  if (order.collation !== 'binary' && order.collation !== 'nocase') return undefined;
  const texts: (string | null)[] = new Array(values.length);
  let isWide = false;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as Value; // within bounds
    if (value !== null && typeof value !== 'string') return undefined;
    texts[at] = value === null || order.collation === 'binary' ? value : asciiLower(value);
    isWide ||= value !== null && WIDE.test(value);
  }
  const start = sharedPrefix(texts);
  const sign = order.descending ? -1 : 1;
  const ofNull = numberOfNull(order);
  const prefix = isWide ? widePrefix : narrowPrefix;
  const floats = new Float64Array(texts.length);
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at] as string | null; // within bounds
    floats[at] = text === null ? ofNull : sign * prefix(text, start) + 0;
  }
  return { floats, isExact: false };
}

/** Six units of up to a byte make a whole number that a float holds exactly. The end of a text comes before all units. */
function narrowPrefix(text: string, start: number): number {
  let number = 0;
  for (let at = start; at < start + 6; at++) number = number * 257 + (at < text.length ? text.charCodeAt(at) + 1 : 0);
  return number;
}

/** Three units of any size. Surrogates and what lies beyond them order otherwise by bytes: all of them count as one. */
function widePrefix(text: string, start: number): number {
  let number = 0;
  for (let at = start; at < start + 3; at++) {
    const unit = at < text.length ? text.charCodeAt(at) + 1 : 0;
    if (unit > 0xd800) return (number * 0x10000 + 0xd801) * 0x10000 ** (start + 2 - at);
    number = number * 0x10000 + unit;
  }
  return number;
}

/** How many units all texts have in common at their start. */
function sharedPrefix(texts: readonly (string | null)[]): number {
  const first = texts.find((text) => text !== null) ?? '';
  let shared = first.length;
  for (const text of texts) {
    if (text === null) continue;
    let same = 0;
    while (same < shared && text.charCodeAt(same) === first.charCodeAt(same)) same++;
    shared = same;
    if (shared === 0) return 0;
  }
  return shared;
}
