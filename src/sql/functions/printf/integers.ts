import { checkSize } from '../size.js';
import type { Directive } from './directive.js';

const PREFIXES: Readonly<Record<string, string>> = { x: '0x', X: '0X', p: '0x', o: '0' };
const BASES: Readonly<Record<string, number>> = { x: 16, X: 16, p: 16, o: 8 };

/** %d %i %u %r in base 10, the others as unsigned 64-bit numbers. */
export function formatInteger(value: bigint, directive: Directive): string {
  const { type, plus, alternate, comma } = directive;
  const signed = type === 'd' || type === 'i' || type === 'r';
  const size = signed ? (value < 0n ? -value : value) : BigInt.asUintN(64, value);
  const sign = signed ? (value < 0n ? '-' : plus) : '';
  const base = BASES[type] ?? 10;
  let digits = size.toString(base);
  if (type === 'X' || type === 'p') digits = digits.toUpperCase();
  if (type === 'r') digits += ordinalSuffix(size);
  digits = digits.padStart(leastDigits(directive, sign.length), '0');
  if (comma && base === 10) digits = grouped(digits);
  return sign + (alternate && size !== 0n ? (PREFIXES[type] ?? '') : '') + digits;
}

/** Zeros that fill the width count as digits, so that commas may make the text wider still. */
function leastDigits({ zero, width, precision = 0 }: Directive, signLength: number): number {
  return checkSize(zero ? Math.max(precision, width - signLength) : precision);
}

/** 1,234,567 */
export const grouped = (digits: string): string => digits.replace(/\B(?=(?:\d{3})+$)/g, ',');

function ordinalSuffix(value: bigint): string {
  const last = Number(value % 10n);
  const isTeen = (value / 10n) % 10n === 1n;
  return isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][last] ?? 'th');
}
