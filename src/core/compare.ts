import { Buffer } from 'node:buffer';
import type { Collation } from './collation.js';
import { encodeText } from './text.js';
import { Real, toFloat, type Value } from './value.js';

/**
 * The order of all values: NULL, then numbers, then TEXT by the collation, then BLOB by bytes. Integers and reals
 * compare as the exact numbers they are. Negative, 0 or positive.
 */
export function compareValues(left: Value, right: Value, collation: Collation): number {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === 'string' && typeof right === 'string') return collation.compare(left, right);
  const rank = rankOf(left);
  const difference = rank - rankOf(right);
  if (difference !== 0) return difference;
  switch (rank) {
    case 1:
      return compareNumbers(left as number, right as number); // rank 1 are the numbers
    case 3:
      return compareBytes(left as Uint8Array, right as Uint8Array); // rank 3 are the blobs
    default:
      return 0;
  }
}

function rankOf(value: Value): number {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return 1;
    case 'string':
      return 2;
    default:
      if (value === null) return 0;
      return value instanceof Real ? 1 : 3;
  }
}

/** Exact, also between a 64-bit integer and a float: JavaScript compares bigint and number as numbers. */
export function compareNumbers(left: number | bigint | Real, right: number | bigint | Real): number {
  const a = left instanceof Real ? left.value : left;
  const b = right instanceof Real ? right.value : right;
  return a < b ? -1 : a > b ? 1 : 0;
}

export function compareBytes(left: Uint8Array, right: Uint8Array): number {
  return Buffer.compare(left, right);
}

const SURROGATE = /[\ud800-\udfff]/;

/**
 * The order of the texts' UTF-8 bytes. UTF-16 units order alike but for surrogates. The test for them costs next to
 * nothing on Latin-1 strings: V8 compiles it to "no" for those.
 */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  if (SURROGATE.test(left) || SURROGATE.test(right)) return compareBytes(encodeText(left), encodeText(right));
  return left < right ? -1 : 1;
}

/** See {@link valueKey}. */
export type ValueKey = null | number | bigint | string;

/**
 * A key for a `Map` or `Set`: two values have the same key exactly when {@link compareValues} finds them equal, for
 * every collation whose `key` is exact. A blob's key starts with a lone U+D800, which no text holds.
 */
export function valueKey(value: Value, collation: Collation): ValueKey {
  switch (typeof value) {
    case 'number':
      return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER ? hugeKey(value) : value;
    case 'string':
      return collation.key(value);
    case 'bigint':
      return value;
    default:
      if (value === null) return null;
      return value instanceof Real ? toFloat(value) : blobKey(value);
  }
}

/** A huge REAL is whole, and equals the 64-bit integer of the same value where there is one. */
const hugeKey = (value: number): ValueKey => (Math.abs(value) <= 2 ** 63 ? BigInt(value) : value);

const blobKey = (bytes: Uint8Array): string =>
  `\ud800${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')}`;
