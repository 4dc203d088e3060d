/**
 * The five storage classes of SQL and how each stands in JavaScript.
 *
 * | class   | in JavaScript                                                        |
 * |---------|----------------------------------------------------------------------|
 * | NULL    | `null`                                                               |
 * | INTEGER | `number` holding a whole value within ±(2^53 - 1), `bigint` beyond   |
 * | REAL    | `number` with a fraction, infinite, or beyond ±(2^53 - 1);           |
 * |         | a {@link Real} where the value is whole, so that 1.0 stays REAL      |
 * | TEXT    | `string`; a byte that is no UTF-8 stands as a lone U+DC80…U+DCFF     |
 * | BLOB    | `Uint8Array`                                                         |
 *
 * NaN does not exist: whatever would produce it gives NULL (SQLite does the same).
 */
export type Value = null | number | bigint | string | Real | Uint8Array;

/** A REAL whose value is whole and within ±(2^53 - 1), negative zero included. Made by {@link real}. */
export class Real {
  constructor(readonly value: number) {}
}

export type StorageClass = 'null' | 'integer' | 'real' | 'text' | 'blob';

/** A float as a REAL value; NaN gives NULL. */
export function real(value: number): Value {
  if (Number.isSafeInteger(value)) return new Real(value);
  return Number.isNaN(value) ? null : value;
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const MIN_SAFE = BigInt(Number.MIN_SAFE_INTEGER);
export const INT64_MAX = 9223372036854775807n;
export const INT64_MIN = -9223372036854775808n;

/** A 64-bit integer in its one normal form: a number where that is exact, a bigint beyond. */
export function integer(value: bigint): number | bigint {
  return value <= MAX_SAFE && value >= MIN_SAFE ? Number(value) : value;
}

export function storageClass(value: Value): StorageClass {
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value) ? 'integer' : 'real';
    case 'string':
      return 'text';
    case 'bigint':
      return 'integer';
    default:
      if (value === null) return 'null';
      return value instanceof Real ? 'real' : 'blob';
  }
}

/** True for INTEGER and REAL. */
export function isNumeric(value: Value): value is number | bigint | Real {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Real;
}

/** The float nearest to a number of either class. */
export function toFloat(value: number | bigint | Real): number {
  if (typeof value === 'number') return value;
  return typeof value === 'bigint' ? Number(value) : value.value;
}

/** One result or input row: values by position. */
export type Row = Value[];
