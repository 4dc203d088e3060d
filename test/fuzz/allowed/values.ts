import type { Allowed, Seen } from './entry.js';
import { ARG, call, DOES_NOT_FIT, NUMBER_CLASS } from './patterns.js';

const NUMBER = /-?\d+(?:\.(\d+))?/g;
const STOPS_AT_NUL = 'quote|like|glob|printf|format|unhex|[lr]?trim|replace|substr|substring';

/** Of what functions and operators give. */
export const VALUES: readonly Allowed[] = [
  {
    name: 'nul',
    reason:
      'texts do not end at a NUL character in quote(), LIKE, GLOB, printf(), trim(), replace(), substr() and unhex()',
    mismatch: ['rows', 'contents'],
    sql: new RegExp(`\\b(?:${STOPS_AT_NUL})(?:\\(| ')`, 'i'),
    anywhere: /x'([0-9a-f]{2})*00|\bzeroblob\(|\bchar\(|%c/,
  },
  {
    name: 'nul',
    reason: 'and what is made of them may fit into a table or not',
    mismatch: 'error',
    sql: new RegExp(`^(?:INSERT|REPLACE|UPDATE)\\b.*\\b(?:${STOPS_AT_NUL})(?:\\(| )`, 'is'),
    anywhere: /x'([0-9a-f]{2})*00|\bzeroblob\(|\bchar\(|%c/,
    where: ({ ours, theirs }) => DOES_NOT_FIT.test(ours) || DOES_NOT_FIT.test(theirs),
  },
  {
    name: 'bytes',
    reason: 'a byte that is no UTF-8 is one character, whatever stands before it',
    mismatch: ['rows', 'contents'],
    anywhere:
      /^(?=.*(\b(length|substr|substring|instr|unicode|printf|format)\(|\b(GLOB|LIKE) '.*[?_*%]))(?=.*x'(ff|deadbeef)')/s,
  },
  {
    name: 'bytes',
    reason: 'such as printf() with a precision cuts off',
    mismatch: ['rows', 'contents'],
    sql: /\b(length|substr|substring|instr|unicode)\(.*\b(printf|format)\(.*%[^!%]*\.\d+s/s,
  },
  {
    name: 'quote-digits',
    reason:
      'quote() writes REAL with 21 digits where 15 do not give it back, as in SQLite 3.42; later versions write 17',
    mismatch: ['rows', 'contents'],
    sql: /\bquote\(/,
    ours: /\d\.\d{18,20}e/,
    but: /(?<=\d\.\d{14})\d{2,6}(?=e[+-]\d)/g,
  },
  {
    name: 'printf-digits',
    reason: 'digits past the 16th are zeros, cut and not rounded, as in SQLite 3.42',
    mismatch: ['rows', 'contents'],
    sql: /\b(printf|format)\(.*%[^%]*[feg]/is,
    but: /(?<=\d(?:[,.]?\d){14,}[,.]?)\d/g,
    where: ({ ours, theirs }) => ours.length === theirs.length,
  },
  {
    name: 'round-decimal',
    reason: 'round() takes a number for its short decimal form, as in SQLite 3.42: round(2.675, 2) is 2.68',
    mismatch: ['rows', 'contents'],
    sql: new RegExp(call('round', ARG, ' \\d')),
    but: NUMBER,
    where: isOneDigitOff,
  },
  {
    name: 'printf-rounding',
    reason: 'so does printf()',
    mismatch: ['rows', 'contents'],
    sql: /\b(printf|format)\(.*%[^%]*\.[\d*]+[feg]/is,
    but: NUMBER,
    where: isOneDigitOff,
  },
  {
    name: 'replace-nothing',
    reason: "replace() of '' gives its argument as it is, as in SQLite 3.42; later versions make it a text",
    mismatch: ['rows', 'contents'],
    sql: /\breplace\(/,
    ours: /\b[IR]-?\d/,
    theirs: /T"/,
    but: NUMBER_CLASS,
  },
  {
    name: 'round-beyond',
    reason: 'ceil() and floor() beyond 64 bits give the REAL',
    mismatch: ['rows', 'contents', 'representative'],
    sql: /\b(ceil|floor)\(/,
    ours: /R-?(\d{19}|\d(\.\d+)?e\+\d{2}|Infinity)/,
    but: /R-?[\d.]+(e\+\d+)?|R-?Infinity|I-?\d{19}/g,
  },
  {
    name: 'substr-far',
    reason:
      'substr() without a length goes to the end from however far before the start; in SQLite, 10^9 characters on',
    mismatch: ['rows', 'contents'],
    sql: new RegExp(`${call('substr(?:ing)?', ARG, ARG)}\\)`),
    anywhere: /\d{10}|\de\+?\d{2}|\bunixepoch\(|<</,
  },
  {
    name: 'tiny-real',
    reason: 'a text becomes the nearest REAL; SQLite may miss it below 1e-300 where the C compiler has no long double',
    mismatch: ['rows', 'contents'],
    ours: /e-30\d/,
    but: /(?<=R-?\d\.\d{13})\d*(?=e-30\d)/g,
  },
  {
    name: 'sum-overflow',
    reason: 'SQLite fails when a sum of integers passes 64 bits on the way; we fail when its result does',
    mismatch: 'error',
    theirs: /^integer overflow$/,
    sql: /\bsum\(/i,
  },
  {
    name: 'empty-window-concat',
    reason: 'SQLite gives a NUL byte for group_concat of nothing but empty texts in a window, an error of its own',
    mismatch: 'rows',
    sql: /(group_concat|string_agg)\(.* OVER /is,
    theirs: /T"\\u0000"/,
    but: /(?<=T")\\u0000(?=")/g,
  },
  {
    name: 'mathematics',
    reason: 'as in osquery, mathematics outside of their domain or range are an error; the oracle gives NULL',
    mismatch: ['error', 'message'],
    ours: /^Numerical (argument out of domain|result out of range)$/,
  },
];

/** Numbers are the same but for one in the last decimal. */
function isOneDigitOff({ ours, theirs }: Seen): boolean {
  const others = [...theirs.matchAll(NUMBER)];
  return [...ours.matchAll(NUMBER)].every(([mine, decimals = ''], index) => {
    const [other, otherDecimals = ''] = others[index] ?? ['NaN'];
    const last = 10 ** -Math.max(decimals.length, otherDecimals.length);
    return Math.abs(Number(mine) - Number(other)) < 1.5 * last;
  });
}
