import { encodeText, escapeJson } from '../../../core/index.js';
import { character } from '../scalar/char.js';

/** A text as a JSON string. */
export const quoteText = (text: string): string => `"${escapeJson(text)}"`;

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|x([0-9a-fA-F]{2})|(\r\n|[^]))/g;
const MEANT: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '0': '\0',
  '\n': '',
  '\r': '',
  '\r\n': '',
  '\u2028': '',
  '\u2029': '',
};

/** The text that escapes stand for. Half of a surrogate pair becomes its three bytes, as in SQLite. */
export function unescapeText(source: string): string {
  return source.replace(ESCAPE, (_, first?: string, second?: string, byte?: string, plain?: string) => {
    if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16));
    if (first === undefined) return MEANT[plain as string] ?? (plain as string); // the last alternative
    const code = Number.parseInt(first, 16);
    const isHigh = code >= 0xd800 && code <= 0xdbff;
    const low = second === undefined ? '' : String.fromCharCode(Number.parseInt(second, 16));
    if (isHigh && low !== '') return String.fromCharCode(code) + low;
    return character(code) + (low === '' ? '' : character(low.charCodeAt(0)));
  });
}

const LOOSE_ESCAPE = /\\(?:x([0-9a-fA-F]{2})|(\r\n|[^]))|"/g;

/** The inside of a JSON5 text as the inside of a JSON one. */
export function strictText(source: string): string {
  return source.replace(LOOSE_ESCAPE, (whole, byte?: string, plain?: string) => {
    if (byte !== undefined) return `\\u00${byte}`;
    if (plain === undefined) return '\\"';
    if (plain === "'") return "'";
    if (plain === 'v') return '\\u000b';
    if (plain === '0') return '\\u0000';
    return MEANT[plain] === '' ? '' : whole;
  });
}

const HEX = /^[+-]?0[xX]/;

/** A JSON5 number as a JSON one: `+.5` is 0.5, `0x10` is 16, infinity `9.0e999`. */
export function strictNumber(source: string): string {
  const sign = source.startsWith('-') ? '-' : '';
  const digits = source.replace(/^[+-]/, '');
  if (HEX.test(source)) return sign + hexDigits(digits);
  if (/^i/i.test(digits)) return `${sign}9.0e999`;
  return sign + digits.replace(/^\./, '0.').replace(/\.(?![0-9])/, '.0');
}

/** A hexadecimal number has no sign of its own; what does not fit 64 bits is infinite, as in SQLite. */
function hexDigits(digits: string): string {
  const value = BigInt(digits);
  return value >= 1n << 64n ? '9.0e999' : value.toString();
}

/** Characters before this place, told by the bytes that begin one, as SQLite does. */
export const charactersBefore = (text: string, at: number): number =>
  encodeText(text.slice(0, at)).reduce((count, byte) => ((byte & 0xc0) === 0x80 ? count : count + 1), 0);
