import type { TokenType } from 'chevrotain';
import { keywordType } from './keywords.js';
import { Token } from './token.js';
import * as types from './token-types.js';

const enumerate = (text: string): number[] => [...text].map((char) => char.charCodeAt(0));

/** What a character begins; zero for one that begins nothing. */
const SPACE = 1;
const LETTER = 2;
const DIGIT = 3;
const QUOTE = 4;
const SIGN = 5;
const VARIABLE = 6;

/** By character code below 128; above, every character is a letter. */
const CLASS = new Uint8Array(128);
/** Letters, digits, `_` and `$`: what may follow in a word. */
const IN_WORD = new Uint8Array(128);

for (const code of enumerate(' \t\n\f\r')) CLASS[code] = SPACE;
for (const code of enumerate('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_')) CLASS[code] = LETTER;
for (const code of enumerate('0123456789')) CLASS[code] = DIGIT;
for (const code of enumerate('\'"`[')) CLASS[code] = QUOTE;
for (const code of enumerate(';(),.*+-~/%&|=<>!')) CLASS[code] = SIGN;
for (const code of enumerate('?:@$#')) CLASS[code] = VARIABLE;
for (let code = 0; code < 128; code++) {
  if (CLASS[code] === LETTER || CLASS[code] === DIGIT || code === 0x24) IN_WORD[code] = 1;
}

const BYTE_ORDER_MARK = 0xfeff;

const isInWord = (code: number): boolean => code >= 128 || IN_WORD[code] === 1;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isHexDigit = (code: number): boolean => isDigit(code) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);

/**
 * A query text as tokens, by SQLite's rules; blanks and comments are dropped. Never throws: what
 * cannot be a token becomes one {@link types.Illegal}, the last, and the parser complains when it
 * gets there, so that an error further left is told first.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const skipped = skipBlank(text, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const token = nextToken(text, at);
    tokens.push(token);
    if (token.tokenType === types.Illegal) break;
    at = token.endOffset + 1;
  }
  return tokens;
}

/** The offset after blanks or one comment at `at`; `at` itself where there is neither. */
function skipBlank(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 128) return code === BYTE_ORDER_MARK ? at + 1 : at;
  if (CLASS[code] === SPACE) {
    let end = at + 1;
    // A vertical tab is blank only after another blank (SQLite has two tables that differ here).
    while (CLASS[text.charCodeAt(end)] === SPACE || text.charCodeAt(end) === 0x0b) end++;
    return end;
  }
  if (code === 0x2d && text.charCodeAt(at + 1) === 0x2d) return endOrLength(text, text.indexOf('\n', at + 2), 1);
  // `/*` as the very last characters are two operators.
  if (code === 0x2f && text.charCodeAt(at + 1) === 0x2a && at + 2 < text.length) {
    return endOrLength(text, text.indexOf('*/', at + 2), 2);
  }
  return at;
}

function endOrLength(text: string, found: number, length: number): number {
  return found < 0 ? text.length : found + length;
}

function nextToken(text: string, at: number): Token {
  const code = text.charCodeAt(at);
  switch (code < 128 ? CLASS[code] : LETTER) {
    case LETTER:
      return code === 0x78 || code === 0x58 ? blobOrWord(text, at) : word(text, at);
    case DIGIT:
      return number(text, at);
    case QUOTE:
      return quoted(text, at, code);
    case SIGN:
      return code === 0x2e && isDigit(text.charCodeAt(at + 1)) ? number(text, at) : sign(text, at, code);
    case VARIABLE:
      return parameter(text, at, code);
    default:
      return token(types.Illegal, text, at, at + 1);
  }
}

function token(type: TokenType, text: string, start: number, end: number): Token {
  return new Token(type, text.slice(start, end), start, end - 1);
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isInWord(text.charCodeAt(at))) at++;
  return at;
}

/** A bare name or a keyword. Only ASCII letters fold: `ſelect` is a name. */
function word(text: string, start: number): Token {
  let lower = 0;
  let upper = 0;
  let at = start;
  let plain = true;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isInWord(code)) break;
    if (code >= 128) plain = false;
    else if (code >= 0x61) lower = 1;
    else if (code >= 0x41 && code <= 0x5a) upper = 1;
  }
  const image = text.slice(start, at);
  const keyword = plain ? keywordType(image, lower + upper === 2) : undefined;
  return new Token(keyword ?? types.Word, image, start, at - 1);
}

/** `x'4142'`, or a word that begins with x. */
function blobOrWord(text: string, start: number): Token {
  if (text.charCodeAt(start + 1) !== 0x27) return word(text, start);
  let at = start + 2;
  while (isHexDigit(text.charCodeAt(at))) at++;
  if (text.charCodeAt(at) === 0x27 && (at - start) % 2 === 0) return token(types.Blob, text, start, at + 1);
  return token(types.Illegal, text, start, endOrLength(text, text.indexOf("'", at), 1));
}

function number(text: string, start: number): Token {
  const second = text.charCodeAt(start + 1) | 0x20;
  if (text.charCodeAt(start) === 0x30 && second === 0x78 && isHexDigit(text.charCodeAt(start + 2))) {
    let at = start + 3;
    while (isHexDigit(text.charCodeAt(at))) at++;
    return token(types.Integer, text, start, at);
  }
  let type = types.Integer;
  let at = digitsEnd(text, start);
  if (text.charCodeAt(at) === 0x2e) {
    type = types.Float;
    at = digitsEnd(text, at + 1);
  }
  const exponent = exponentEnd(text, at);
  if (exponent > at) type = types.Float;
  at = exponent;
  const end = wordEnd(text, at);
  return end > at ? token(types.Illegal, text, start, end) : token(type, text, start, at);
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

/** The offset after `e5`, `E+5`, `e-5` at `at`; `at` itself where no whole exponent stands. */
function exponentEnd(text: string, at: number): number {
  if ((text.charCodeAt(at) | 0x20) !== 0x65) return at;
  const signed = text.charCodeAt(at + 1);
  const digits = signed === 0x2b || signed === 0x2d ? at + 2 : at + 1;
  return isDigit(text.charCodeAt(digits)) ? digitsEnd(text, digits) : at;
}

/** Text or a quoted name; a doubled quote stands for one, but in brackets nothing does. */
function quoted(text: string, start: number, quote: number): Token {
  if (quote === 0x5b) {
    const close = text.indexOf(']', start);
    return close < 0 ? token(types.Illegal, text, start, text.length) : token(types.QuotedName, text, start, close + 1);
  }
  const mark = text.charAt(start);
  let close = text.indexOf(mark, start + 1);
  while (close >= 0 && text.charCodeAt(close + 1) === quote) close = text.indexOf(mark, close + 2);
  if (close < 0) return token(types.Illegal, text, start, text.length);
  return token(quote === 0x27 ? types.Text : types.QuotedName, text, start, close + 1);
}

/** `?`, `?1`, `:a`, `@a`, `#a`, `$a`, and Tcl's `$a::b(c)`, which SQLite reads as one. */
function parameter(text: string, start: number, code: number): Token {
  if (code === 0x3f) return token(types.Parameter, text, start, digitsEnd(text, start + 1));
  let named = false;
  let at = start + 1;
  for (; at < text.length; at++) {
    const next = text.charCodeAt(at);
    if (isInWord(next)) named = true;
    else if (next === 0x28 && named) return subscript(text, start, at + 1);
    else if (next === 0x3a && text.charCodeAt(at + 1) === 0x3a) at++;
    else break;
  }
  return token(named ? types.Parameter : types.Illegal, text, start, at);
}

/** The rest of `$a(…)` from after the parenthesis: anything but blanks up to `)`. */
function subscript(text: string, start: number, from: number): Token {
  let at = from;
  while (at < text.length && text[at] !== ')' && !/[ \t-\r]/.test(text.charAt(at))) at++;
  if (text[at] === ')') return token(types.Parameter, text, start, at + 1);
  return token(types.Illegal, text, start, at);
}

const SINGLE: Readonly<Record<string, TokenType>> = {
  ';': types.Semicolon,
  '(': types.LeftParen,
  ')': types.RightParen,
  ',': types.Comma,
  '.': types.Dot,
  '*': types.Star,
  '+': types.Plus,
  '-': types.Minus,
  '~': types.Tilde,
  '/': types.Slash,
  '%': types.Percent,
  '&': types.Ampersand,
  '|': types.Bar,
  '=': types.Equal,
  '<': types.Less,
  '>': types.Greater,
  '!': types.Illegal,
};
const DOUBLE: Readonly<Record<string, TokenType>> = {
  '==': types.Equal,
  '!=': types.NotEqual,
  '<>': types.NotEqual,
  '<=': types.LessEqual,
  '>=': types.GreaterEqual,
  '<<': types.ShiftLeft,
  '>>': types.ShiftRight,
  '||': types.BarBar,
  '->': types.Arrow,
};

const singles: readonly (TokenType | undefined)[] = Array.from(
  { length: 128 },
  (_, code) => SINGLE[String.fromCharCode(code)],
);
/** Signs that may be the first of two characters. */
const mayDouble = new Set(enumerate('=!<>|-'));

function sign(text: string, at: number, code: number): Token {
  if (mayDouble.has(code)) {
    const type = DOUBLE[text.slice(at, at + 2)];
    if (type === types.Arrow && text.charCodeAt(at + 2) === 0x3e) return token(types.LongArrow, text, at, at + 3);
    if (type !== undefined) return token(type, text, at, at + 2);
  }
  return token(singles[code] ?? types.Illegal, text, at, at + 1);
}
