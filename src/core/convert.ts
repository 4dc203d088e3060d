import { Buffer } from 'node:buffer';
import type { Affinity } from './affinity.js';
import { LONG_DIGITS, toDecimal } from './decimal.js';
import { decodeText, encodeText } from './text.js';
import { INT64_MAX, INT64_MIN, integer, Real, real, type Value } from './value.js';

export type NonNull = Exclude<Value, null>;
export type Numeric = number | bigint | Real;

/** A REAL as text: at most 15 significant digits, always with a point: `1.0`, `1.0e+15`, `Inf` (SQLite: `%!.15g`). */
export function formatReal(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf';
  if (value === 0) return '0.0'; // negative zero too
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e15) {
    const short = String(value);
    if (short.length <= 16) return short.includes('.') ? short : `${short}.0`;
  }
  return spell(value);
}

/** Digits of `toExponential` laid out by hand; the shortest text that reads back is the 15-digit one when it is that short. */
function spell(value: number): string {
  const [mantissa = '', power = ''] = value.toExponential(14).split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '').replace(/0+$/, '');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 15) {
    const width = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits[0]}.${digits.slice(1) || '0'}e${exponent < 0 ? '-' : '+'}${width}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  return `${sign}${digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')}.${digits.slice(exponent + 1) || '0'}`;
}

/** A value as SQL text; a blob's bytes are read as text. */
export function toText(value: NonNull): string {
  if (typeof value === 'string') return value;
  return castToText(value);
}

export function castToText(value: Exclude<NonNull, string>): string {
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value) ? String(value) : formatReal(value);
    case 'bigint':
      return value.toString();
    default:
      return value instanceof Real ? formatReal(value.value) : decodeText(value);
  }
}

const NUMBER_PREFIX = /^[\t-\r ]*([+-]?(?:\d+(\.\d*)?|(\.\d+))([eE][+-]?\d+)?)/;
const WHOLE_NUMBER = /^[\t-\r ]*([+-]?(?:\d+(\.\d*)?|(\.\d+))([eE][+-]?\d+)?)[\t-\r ]*$/;
const INTEGER_PREFIX = /^[\t-\r ]*([+-]?\d+)/;
/** Longer digits than these need no more precision: a text of a million digits is cut, not converted whole. */
const MANY_DIGITS = 800;

/** The number a value counts as in arithmetic: the longest numeric prefix of a text, 0 where there is none. */
export function toNumber(value: NonNull): Numeric {
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Real) return value;
  const text = typeof value === 'string' ? value : decodeText(value);
  return matched(NUMBER_PREFIX.exec(text)) ?? 0;
}

/** The number that a text is from end to end (outer blanks allowed), else null: what affinity converts. */
export function parseNumeric(text: string): Numeric | null {
  return matched(WHOLE_NUMBER.exec(text));
}

/** {@link parseNumeric}, giving up early on text that starts like no number. */
export function numericFromText(text: string): Numeric | null {
  const first = text.charCodeAt(0);
  return first > 0x39 || text.length === 0 ? null : parseNumeric(text);
}

function matched(match: RegExpExecArray | null): Numeric | null {
  if (match === null) return null;
  const text = match[1] ?? '';
  if (match[2] !== undefined || match[3] !== undefined || match[4] !== undefined) return wholeReal(Number(text));
  if (text.length <= 15) return Number(text) + 0; // + 0: "-0" is the integer 0
  return text.length > MANY_DIGITS ? longDigits(text) : digitsToNumber(text);
}

function digitsToNumber(text: string): Numeric {
  const whole = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return whole >= INT64_MIN && whole <= INT64_MAX ? integer(whole) : wholeReal(Number(text));
}

function longDigits(text: string): Numeric {
  const bare = text.replace(/^([+-]?)0+(?=\d)/, '$1');
  return bare.length > MANY_DIGITS ? Number(bare) : digitsToNumber(bare);
}

const wholeReal = (value: number): number | Real => (Number.isSafeInteger(value) ? new Real(value) : value);

/** A value cast to INTEGER: the integer prefix of a text, a REAL cut towards zero; what 64 bits cannot hold is clamped. */
export function toInteger(value: NonNull): number | bigint {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : truncateReal(value);
  if (typeof value === 'bigint') return value;
  if (value instanceof Real) return value.value + 0;
  const match = INTEGER_PREFIX.exec(typeof value === 'string' ? value : decodeText(value));
  return match === null ? 0 : clampDigits(match[1] ?? '');
}

function truncateReal(value: number): number | bigint {
  const whole = Math.trunc(value) + 0;
  if (Number.isSafeInteger(whole)) return whole;
  if (whole >= 2 ** 63) return INT64_MAX;
  return whole <= -(2 ** 63) ? INT64_MIN : BigInt(whole);
}

function clampDigits(text: string): number | bigint {
  if (text.length <= 15) return Number(text) + 0;
  const bare = text.replace(/^([+-]?)0+(?=\d)/, '$1');
  const negative = bare.startsWith('-');
  if (bare.length > 21) return negative ? INT64_MIN : INT64_MAX;
  const whole = BigInt(bare.startsWith('+') ? bare.slice(1) : bare);
  if (whole > INT64_MAX) return INT64_MAX;
  return whole < INT64_MIN ? INT64_MIN : integer(whole);
}

/** A value as a float: the longest numeric prefix of a text. */
export function toReal(value: NonNull): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Real) return value.value;
  const match = NUMBER_PREFIX.exec(typeof value === 'string' ? value : decodeText(value));
  return match === null ? 0 : Number(match[1]);
}

/** `CAST(value AS …)` by the type's affinity; 'none' leaves the value. */
export function castTo(value: Value, affinity: Affinity): Value {
  if (value === null) return null;
  switch (affinity) {
    case 'none':
      return value;
    case 'text':
      return toText(value);
    case 'blob':
      return value instanceof Uint8Array ? value : encodeText(toText(value));
    case 'integer':
      return toInteger(value);
    case 'real':
      return real(toReal(value));
    case 'numeric':
      return castToNumeric(value);
  }
}

/** Text becomes an INTEGER where it is whole and below 2^51 (SQLite's bound), numbers stay as they are. */
function castToNumeric(value: NonNull): Value {
  if (typeof value !== 'string' && !(value instanceof Uint8Array)) return value;
  const number = toNumber(value);
  return number instanceof Real && Math.abs(number.value) < 2 ** 51 ? number.value + 0 : number;
}

/** The truth of a value: null is unknown, text counts by its numeric prefix. */
export function isTrue(value: Value): boolean | null {
  if (value === null) return null;
  if (typeof value === 'number') return value !== 0;
  return typeof value === 'bigint' || toReal(value) !== 0;
}

/** A value as a SQL literal, as `quote()` gives it; reals with as many digits as reading them back needs. */
export function quoteLiteral(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Uint8Array)
    return `X'${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex').toUpperCase()}'`;
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
  return quoteReal(toReal(value));
}

function quoteReal(value: number): string {
  const text = formatReal(value);
  if (Number(text) === value || !Number.isFinite(value)) return text;
  const { digits, exponent } = toDecimal(Math.abs(value), 20, LONG_DIGITS);
  const power = String(Math.abs(exponent)).padStart(2, '0');
  return `${value < 0 ? '-' : ''}${digits[0]}.${digits.slice(1).replace(/0+$/, '') || '0'}e${exponent < 0 ? '-' : '+'}${power}`;
}
