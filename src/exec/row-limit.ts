import { parseNumeric, Real, SqlError, type Value } from '../core/index.js';

/**
 * A LIMIT or OFFSET as a number of rows; infinite where it is negative (sql.md 2.15).
 * @throws SqlError `type-mismatch` for what is no whole number
 */
export function rowLimit(value: Value): number {
  const count = wholeNumber(value);
  return count < 0 ? Number.POSITIVE_INFINITY : count;
}

/** OFFSET: negative is none. */
export const rowOffset = (value: Value): number => Math.max(0, wholeNumber(value));

function wholeNumber(value: Value): number {
  const number = typeof value === 'string' ? parseNumeric(value) : value;
  if (typeof number === 'bigint') return Number(number);
  if (number instanceof Real) return number.value;
  if (typeof number === 'number' && Number.isInteger(number) && Math.abs(number) < 2 ** 63) return number;
  throw new SqlError('type-mismatch', 'datatype mismatch', undefined, 'LIMIT and OFFSET take whole numbers');
}
