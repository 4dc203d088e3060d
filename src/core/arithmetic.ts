import { type Numeric, toInteger, toNumber, toText } from './convert.js';
import { SqlError } from './errors.js';
import { joinText } from './text.js';
import { INT64_MAX, INT64_MIN, integer, Real, real, toFloat, type Value } from './value.js';

/** V8 holds no longer string (2^29 - 24 UTF-16 units); SQLite's own limit is 1e9 bytes. */
export const MAX_TEXT_LENGTH = 2 ** 29 - 24;

export const tooBig = (): SqlError => new SqlError('limit', 'string or blob too big');

type Whole = number | bigint;

export function add(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
      return Number.isSafeInteger(sum) ? sum : inRange(BigInt(left) + BigInt(right), sum);
    }
    return real(sum);
  }
  if (left === null || right === null) return null;
  const a = toNumber(left);
  const b = toNumber(right);
  if (isWhole(a) && isWhole(b)) return inRange(BigInt(a) + BigInt(b), Number(a) + Number(b));
  return real(toFloat(a) + toFloat(b));
}

export function subtract(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    const difference = left - right;
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
      return Number.isSafeInteger(difference) ? difference : inRange(BigInt(left) - BigInt(right), difference);
    }
    return real(difference);
  }
  if (left === null || right === null) return null;
  const a = toNumber(left);
  const b = toNumber(right);
  if (isWhole(a) && isWhole(b)) return inRange(BigInt(a) - BigInt(b), Number(a) - Number(b));
  return real(toFloat(a) - toFloat(b));
}

export function multiply(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right;
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
      return Number.isSafeInteger(product) ? product + 0 : inRange(BigInt(left) * BigInt(right), product);
    }
    return real(product);
  }
  if (left === null || right === null) return null;
  const a = toNumber(left);
  const b = toNumber(right);
  if (isWhole(a) && isWhole(b)) return inRange(BigInt(a) * BigInt(b), Number(a) * Number(b));
  return real(toFloat(a) * toFloat(b));
}

/** Integers divide to an integer, cut towards zero; dividing by zero gives null. */
export function divide(left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  const a = toNumber(left);
  const b = toNumber(right);
  if (!isWhole(a) || !isWhole(b)) return divideReals(toFloat(a), toFloat(b));
  if (b === 0) return null;
  if (typeof a === 'number' && typeof b === 'number') return (a - (a % b)) / b + 0; // exact, unlike trunc(a / b)
  return inRange(BigInt(a) / BigInt(b), Number(a) / Number(b));
}

const divideReals = (a: number, b: number): Value => (b === 0 ? null : real(a / b));

/** Both sides are cut to integers first; the sign is the dividend's. REAL where a side is REAL. */
export function remainder(left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  const a = toInteger(left);
  const b = toInteger(right);
  if (b === 0) return null;
  const rest = typeof a === 'number' && typeof b === 'number' ? (a % b) + 0 : integer(BigInt(a) % BigInt(b));
  return isWhole(toNumber(left)) && isWhole(toNumber(right)) ? rest : real(Number(rest));
}

export function negate(value: Value): Value {
  if (value === null) return null;
  const number = toNumber(value);
  if (typeof number === 'number') return Number.isSafeInteger(number) ? 0 - number : -number;
  if (number instanceof Real) return new Real(-number.value);
  return number === INT64_MIN ? 2 ** 63 : integer(-number);
}

export function bitAnd(left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  const a = toInteger(left);
  const b = toInteger(right);
  return isInt32(a) && isInt32(b) ? a & b : integer(BigInt(a) & BigInt(b));
}

export function bitOr(left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  const a = toInteger(left);
  const b = toInteger(right);
  return isInt32(a) && isInt32(b) ? a | b : integer(BigInt(a) | BigInt(b));
}

export function bitNot(value: Value): Value {
  if (value === null) return null;
  const whole = toInteger(value);
  return typeof whole === 'number' && whole < Number.MAX_SAFE_INTEGER ? -1 - whole : integer(~BigInt(whole));
}

/** A negative distance shifts the other way. */
export function shiftLeft(left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  return shift(toInteger(left), toInteger(right));
}

export function shiftRight(left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  const distance = toInteger(right);
  return shift(toInteger(left), typeof distance === 'number' ? -distance : distance > 0n ? -64 : 64);
}

/** To the left by `distance`, to the right where it is negative (arithmetic); 64 or more leaves nothing but the sign. */
function shift(value: Whole, distance: Whole): Whole {
  if (distance <= -64) return value < 0 ? -1 : 0;
  if (distance >= 64) return 0;
  const bits = Number(distance);
  const whole = BigInt(value);
  return integer(bits >= 0 ? BigInt.asIntN(64, whole << BigInt(bits)) : whole >> BigInt(-bits));
}

/** `||`: text, whatever the sides are. @throws SqlError 'string or blob too big' */
export function concat(left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  const a = toText(left);
  const b = toText(right);
  if (a.length + b.length > MAX_TEXT_LENGTH) throw tooBig();
  return joinText(a, b);
}

const isWhole = (value: Numeric): value is Whole =>
  typeof value === 'number' ? Number.isSafeInteger(value) : typeof value === 'bigint';

const isInt32 = (value: Whole): value is number => typeof value === 'number' && value === (value | 0);

/** An integer result, or the same in floats where 64 bits do not hold it. */
function inRange(exact: bigint, approximate: number): Value {
  return exact >= INT64_MIN && exact <= INT64_MAX ? integer(exact) : real(approximate);
}

/** Each binary operator by its sign. */
export const ARITHMETIC = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': remainder,
  '&': bitAnd,
  '|': bitOr,
  '<<': shiftLeft,
  '>>': shiftRight,
  '||': concat,
} as const satisfies Readonly<Record<string, (a: Value, b: Value) => Value>>;
