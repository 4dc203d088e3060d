import { integer, isNumeric, parseNumeric, Real, real, toReal, type Value } from '../../../core/index.js';

/** A running sum that is exact in integers, compensated (Kahan, Babuska, Neumaier) in reals, and lets values be taken back. */
export interface Sum {
  /** Values taken in, nulls not counted. */
  count: number;
  /** Of these, how many were REAL. */
  reals: number;
  /** One was REAL at some time: the sum stays REAL when it is taken back, as in SQLite. */
  isReal: boolean;
  /** The integers' sum: a number while that is exact. */
  whole: number | bigint;
  real: number;
  lost: number;
  /** Infinite values stand apart: subtracting one would leave no number. */
  positiveInfinities: number;
  negativeInfinities: number;
}

export const startSum = (): Sum => ({
  count: 0,
  reals: 0,
  isReal: false,
  whole: 0,
  real: 0,
  lost: 0,
  positiveInfinities: 0,
  negativeInfinities: 0,
});

/** Adds a value (`sign` 1), or takes it back (-1). Text counts as INTEGER where all of it is one, else by its numeric prefix. */
export function addToSum(sum: Sum, value: Value, sign: 1 | -1): void {
  if (value === null) return;
  sum.count += sign;
  const number = typeof value === 'number' ? value : numberOf(value);
  if (typeof number === 'bigint' || Number.isSafeInteger(number)) addWhole(sum, number as number | bigint, sign);
  else addReal(sum, number instanceof Real ? number.value : (number as number), sign);
}

function numberOf(value: Exclude<Value, null>): number | bigint | Real {
  if (isNumeric(value)) return value;
  const whole = typeof value === 'string' ? parseNumeric(value) : null;
  if (whole !== null) return whole;
  const prefix = toReal(value);
  return Number.isSafeInteger(prefix) ? new Real(prefix) : prefix;
}

function addWhole(sum: Sum, value: number | bigint, sign: 1 | -1): void {
  if (typeof value === 'number' && typeof sum.whole === 'number') {
    const next = sum.whole + sign * value;
    if (Number.isSafeInteger(next)) {
      sum.whole = next;
      return;
    }
  }
  sum.whole = integer(BigInt(sum.whole) + BigInt(sign) * BigInt(value));
}

function addReal(sum: Sum, value: number, sign: 1 | -1): void {
  sum.reals += sign;
  sum.isReal = true;
  if (value === Number.POSITIVE_INFINITY) sum.positiveInfinities += sign;
  else if (value === Number.NEGATIVE_INFINITY) sum.negativeInfinities += sign;
  else addFinite(sum, sign * value);
  if (sum.reals === 0) {
    sum.real = 0; // nothing is left of what rounding lost
    sum.lost = 0;
  }
}

function addFinite(sum: Sum, value: number): void {
  const next = sum.real + value;
  if (Number.isFinite(next)) sum.lost += lostIn(next, sum.real, value);
  sum.real = next;
}

/** What rounding took from a + b. */
export const lostIn = (sum: number, a: number, b: number): number =>
  Math.abs(a) >= Math.abs(b) ? a - sum + b : b - sum + a;

/** The sum as a float; NaN where infinities of both signs meet. */
export function sumAsFloat(sum: Sum): number {
  if (sum.positiveInfinities > 0) return sum.negativeInfinities > 0 ? Number.NaN : Number.POSITIVE_INFINITY;
  if (sum.negativeInfinities > 0) return Number.NEGATIVE_INFINITY;
  if (!Number.isFinite(sum.real)) return sum.real;
  // Integers and reals may cancel out: the last digits of both count then.
  const whole = Number(sum.whole);
  const rest = typeof sum.whole === 'bigint' ? Number(sum.whole - BigInt(whole)) : 0;
  const total = sum.real + whole;
  return total + (lostIn(total, sum.real, whole) + rest + sum.lost);
}

export const sumAsReal = (sum: Sum): Value => real(sumAsFloat(sum));
