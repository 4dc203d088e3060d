import { castToText, numericFromText } from './convert.js';
import { INT64_MAX, INT64_MIN, integer, Real, type Value } from './value.js';

/**
 * What a column or expression would like its values to be. 'blob' is a column of type BLOB or of none: values stay;
 * 'none' is an expression without affinity: values stay too, and a comparison may convert it to the other side's.
 */
export type Affinity = 'none' | 'blob' | 'text' | 'numeric' | 'integer' | 'real';

const RULES: readonly (readonly [pattern: RegExp, affinity: Affinity])[] = [
  [/INT/i, 'integer'],
  [/CHAR|CLOB|TEXT/i, 'text'],
  [/BLOB/i, 'blob'],
  [/REAL|FLOA|DOUB/i, 'real'],
];

/** The affinity of a declared type; the first rule that matches wins, so FLOATPOINT is INTEGER (SQLite: datatype3, 3.1). */
export function affinityOfType(declared: string): Affinity {
  if (declared === '') return 'blob';
  return RULES.find(([pattern]) => pattern.test(declared))?.[1] ?? 'numeric';
}

/** A value as a column of this affinity stores it, and as a comparison with one sees it. Never fails: what does not fit stays. */
export function applyAffinity(value: Value, affinity: Affinity): Value {
  switch (affinity) {
    case 'none':
    case 'blob':
      return value;
    case 'text':
      return typeof value === 'string' || value === null || value instanceof Uint8Array ? value : castToText(value);
    case 'real':
      return asReal(value);
    default:
      return asNumeric(value);
  }
}

function asNumeric(value: Value): Value {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : wholeToInteger(value);
  if (typeof value === 'string') {
    const number = numericFromText(value);
    return number === null ? value : asNumeric(number);
  }
  return value instanceof Real ? value.value + 0 : value; // + 0: negative zero becomes 0
}

/** A REAL beyond ±(2^53 - 1) is whole: an INTEGER where 64 bits hold it, the two ends excluded as in SQLite. */
function wholeToInteger(value: number): Value {
  if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 63) return value;
  const whole = BigInt(value);
  return whole > INT64_MIN && whole < INT64_MAX ? integer(whole) : value;
}

function asReal(value: Value): Value {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? new Real(value) : value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') return value;
  const number = numericFromText(value);
  return number === null ? value : asReal(number);
}
