import type { Span } from '../../core/index.js';
import { INT64_MAX, integer, type Real, real, SqlError } from '../../core/index.js';
import type { Identifier } from './ast.js';

/** The number that 2^63 is as a REAL, which `-` before its digits makes an integer again. */
export const TWO_TO_63 = '9223372036854775808';

/**
 * An integer literal's value: 64 bits, REAL where decimal digits say more.
 * @throws SqlError for more than 16 hexadecimal digits
 */
export function integerValue(digits: string, span: Span): number | bigint | Real {
  if (digits.length < 16 && digits.charCodeAt(1) < 0x40) return Number(digits);
  if (/^0x/i.test(digits)) return hexadecimalValue(digits, span);
  const significant = digits.replace(/^0+(?=\d)/, '');
  if (significant.length < 20) {
    const value = BigInt(significant);
    if (value <= INT64_MAX) return integer(value);
  }
  return realValue(significant);
}

function hexadecimalValue(digits: string, span: Span): number | bigint {
  const significant = digits.slice(2).replace(/^0+(?=.)/, '');
  if (significant.length > 16) throw new SqlError('limit', `hex literal too big: ${clip(digits)}`, span);
  return integer(BigInt.asIntN(64, BigInt(`0x${significant}`)));
}

/** A literal with a dot or an exponent: always REAL, infinite past its range. */
export function realValue(digits: string): number | Real {
  // Digits are never NaN, the one case where real() gives null.
  return real(Number(digits)) as number | Real;
}

/** `x'4142'` as bytes. */
export function blobValue(image: string): Uint8Array {
  return Uint8Array.from(Buffer.from(image.slice(2, -1), 'hex'));
}

/** The text between quotes, doubled ones made single. */
export function unquote(image: string): string {
  const inner = image.slice(1, -1);
  const quote = image.charAt(0);
  if (quote === '[' || !inner.includes(quote)) return inner;
  return inner.replaceAll(quote + quote, quote);
}

/** A token that stands as a name. */
export function identifierOf(image: string, span: Span): Identifier {
  const quote = image.charAt(0);
  if (quote === '"' || quote === "'" || quote === '`' || quote === '[') return { name: unquote(image), quote, span };
  return { name: image, quote: '', span };
}

/** A token as an error message shows it: as typed, but a screenful at most. */
export function clip(image: string): string {
  return image.length > 1000 ? `${image.slice(0, 1000)}…` : image;
}
