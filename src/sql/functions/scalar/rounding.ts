import { INT64_MAX, INT64_MIN, integer, real, toNumber, type Value } from '../../../core/index.js';

/** A value rounded to an INTEGER by `whole`; a REAL still where 64 bits do not hold it. Integers stay. */
export function roundedTo(whole: (value: number) => number, value: Value): Value {
  if (value === null) return null;
  const number = toNumber(value);
  if (typeof number === 'bigint') return number;
  const rounded = whole(typeof number === 'number' ? number : number.value) + 0;
  if (Number.isSafeInteger(rounded)) return rounded;
  if (!Number.isFinite(rounded)) return real(rounded);
  const exact = BigInt(rounded);
  return exact >= INT64_MIN && exact <= INT64_MAX ? integer(exact) : real(rounded);
}
