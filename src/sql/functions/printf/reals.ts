import { LONG_DIGITS, PLAIN_DIGITS, toDecimal, toFixedDecimal } from '../../../core/index.js';
import { checkSize } from '../size.js';
import type { Directive } from './directive.js';
import { grouped } from './integers.js';

/** %f %e %E %g %G; with `!` up to 26 digits and always a point, else 16 digits and zeros after them. */
export function formatFloat(value: number, directive: Directive): string {
  const sign = value < 0 ? '-' : directive.plus;
  const size = Math.abs(value);
  if (size === Number.POSITIVE_INFINITY) return `${sign}Inf`;
  const places = checkSize(directive.precision ?? 6);
  const body = bodyOf(size, places, directive);
  if (!directive.zero || directive.left) return sign + body;
  return sign + body.padStart(checkSize(directive.width) - sign.length, '0');
}

function bodyOf(size: number, places: number, directive: Directive): string {
  switch (directive.type) {
    case 'f':
      return fixed(size, places, directive);
    case 'e':
    case 'E':
      return exponential(size, places, directive, directive.bang);
    default:
      return shorter(size, Math.max(0, places - 1), directive);
  }
}

const digitsKept = ({ bang }: Directive): number => (bang ? LONG_DIGITS : PLAIN_DIGITS);

function fixed(size: number, places: number, directive: Directive): string {
  const { before, after } = toFixedDecimal(size, places, digitsKept(directive));
  return pointed(before, after.padEnd(places, '0'), directive, directive.bang);
}

function exponential(size: number, places: number, directive: Directive, trims: boolean): string {
  const { digits, exponent } = toDecimal(size, places, digitsKept(directive));
  const mantissa = pointed(digits.slice(0, 1), digits.slice(1).padEnd(places, '0'), directive, trims);
  const letter = directive.type === 'E' || directive.type === 'G' ? 'E' : 'e';
  return `${mantissa}${letter}${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** %g: as %e or %f, whichever suits the exponent, without zeros at the end. */
function shorter(size: number, places: number, directive: Directive): string {
  const { digits, exponent } = toDecimal(size, places, digitsKept(directive));
  const trims = !directive.alternate;
  if (exponent < -4 || exponent > places) return exponential(size, places, directive, trims);
  const padded = digits.padEnd(Math.max(places, exponent) + 1, '0');
  if (exponent < 0) return pointed('0', '0'.repeat(-exponent - 1) + padded, directive, trims);
  return pointed(padded.slice(0, exponent + 1), padded.slice(exponent + 1), directive, trims);
}

/** Digits before and after the point, put together; `trims` takes zeros off the end. */
function pointed(before: string, after: string, { alternate, bang, comma, type }: Directive, trims: boolean): string {
  const whole = comma && type === 'f' ? grouped(before) : before;
  if (after === '' && !alternate && !bang) return whole;
  const fraction = trims ? after.replace(/0+$/, '') : after;
  if (fraction !== '' || (alternate && !trims)) return `${whole}.${fraction}`;
  return bang ? `${whole}.0` : trims || after === '' ? (alternate ? `${whole}.` : whole) : `${whole}.`;
}
