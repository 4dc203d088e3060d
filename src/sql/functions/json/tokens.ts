/** The characters of JSON and JSON5: where a token ends. */

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isHexDigit = (code: number): boolean => isDigit(code) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);

function areHexDigits(text: string, at: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (!isHexDigit(text.charCodeAt(at + i))) return false;
  return true;
}

export interface TextToken {
  /** Where the closing quote stands; -1 where the text is none. */
  readonly end: number;
  /** Where it went wrong. */
  readonly at: number;
  readonly isEscaped: boolean;
  readonly isLoose: boolean;
}

/** A quoted text, from behind its opening quote. */
export function textToken(text: string, start: number, quote: number): TextToken {
  let isEscaped = false;
  let isLoose = false;
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === quote) return { end: at, at, isEscaped, isLoose };
    // Control characters are not allowed; past the end there is NaN.
    if (!(code >= 0x20)) return { end: -1, at, isEscaped, isLoose };
    if (code !== 0x5c) {
      at++;
      continue;
    }
    const size = escapeSize(text, at + 1);
    if (size === 0) return { end: -1, at, isEscaped, isLoose };
    isEscaped = true;
    if (size < 0) isLoose = true;
    at += 1 + Math.abs(size);
  }
}

/** Characters of an escape behind its backslash; negative where JSON5 alone has it, 0 where nobody has. */
function escapeSize(text: string, at: number): number {
  switch (text.charAt(at)) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
      return 1;
    case 'u':
      return areHexDigits(text, at + 1, 4) ? 5 : 0;
    case "'":
    case 'v':
    case '\n':
    case '\u2028':
    case '\u2029':
      return -1;
    case '0':
      return isDigit(text.charCodeAt(at + 1)) ? 0 : -1;
    case '\r':
      return text.charAt(at + 1) === '\n' ? -2 : -1;
    case 'x':
      return areHexDigits(text, at + 1, 2) ? -3 : 0;
    default:
      return 0;
  }
}

export interface NumberToken {
  readonly end: number;
  readonly isReal: boolean;
  readonly isLoose: boolean;
}

const STRICT_NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
/** JSON5: signs, hexadecimal, a dot at either end, infinity. */
const LOOSE_NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F]+|(?:(?:0|[1-9][0-9]*)(\.[0-9]*)?|(\.[0-9]+))([eE][+-]?[0-9]+)?|([iI][nN][fF](?:[iI][nN][iI][tT][yY])?))/y;
/** What makes a number go on, and so no number. */
const GOES_ON = /[0-9.eExX+-]/;

/** A number; undefined where none stands. */
export function numberToken(text: string, start: number): NumberToken | undefined {
  const small = smallInteger(text, start);
  if (small > start) return { end: small, isReal: false, isLoose: false };
  STRICT_NUMBER.lastIndex = start;
  const strict = STRICT_NUMBER.exec(text);
  if (strict) {
    const end = STRICT_NUMBER.lastIndex;
    if (!GOES_ON.test(text.charAt(end)))
      return { end, isReal: strict[1] !== undefined || strict[2] !== undefined, isLoose: false };
  }
  LOOSE_NUMBER.lastIndex = start;
  const loose = LOOSE_NUMBER.exec(text);
  if (!loose) return undefined;
  const end = LOOSE_NUMBER.lastIndex;
  if (GOES_ON.test(text.charAt(end))) return undefined;
  return { end, isReal: loose.slice(1).some((part) => part !== undefined), isLoose: true };
}

/** The end of a plain whole number, which most are; `start` where it may be anything else. */
function smallInteger(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (!(first >= 0x31 && first <= 0x39)) return start;
  let at = start + 1;
  while (isDigit(text.charCodeAt(at))) at++;
  const code = text.charCodeAt(at) | 0x20;
  return code === 0x2e || code === 0x65 || code === 0x78 || code === 0x2b || code === 0x2d ? start : at;
}

/** The end of an unquoted label; `start` where there is none. */
export function identifierEnd(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isIdentifierPart(code, at > start) && !(code >= 0x80 && looseSpaceEnd(text, at) > at)) at++;
    else if (code === 0x5c && text.charAt(at + 1) === 'u' && areHexDigits(text, at + 2, 4)) at += 6;
    else return at;
  }
}

const isIdentifierPart = (code: number, digits: boolean): boolean =>
  ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) ||
  code === 0x5f ||
  code === 0x24 ||
  code >= 0x80 ||
  (digits && isDigit(code));

const LOOSE_BLANKS = /[\v\f\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/y;
const REST_OF_LINE = /[^\n\r\u2028\u2029]*/y;

/** The end of a run of blanks, or of a comment, that JSON5 alone has; `start` where there is none. */
export function looseSpaceEnd(text: string, start: number): number {
  if (text.charCodeAt(start) !== 0x2f) return matchEnd(LOOSE_BLANKS, text, start);
  const second = text.charCodeAt(start + 1);
  if (second === 0x2f) return matchEnd(REST_OF_LINE, text, start + 2);
  if (second !== 0x2a) return start;
  const end = text.indexOf('*/', start + 2);
  return end < 0 ? start : end + 2;
}

function matchEnd(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start;
}
