import { SqlError } from './errors.js';
import { asciiLower, asciiUpper } from './fold.js';
import { ANY_ONE, ANY_RUN, type CharacterSet, type Element, matchElements } from './wildcards.js';

export type Matcher = (text: string) => boolean;

/** SQLite's bound; ours is on UTF-16 units, which are no more than the bytes. */
const MAX_PATTERN = 50_000;

/**
 * A `LIKE` pattern as a function: `%` any run, `_` one character, the letters A-Z in any case (unless told otherwise).
 * The character `escape` makes the one after it plain. Time is bounded by text × pattern.
 * @throws SqlError the pattern is too long, or `escape` is not one character
 */
export function compileLike(pattern: string, escape?: string, caseSensitive = false): Matcher {
  const elements = parseLike(checked(pattern), escape, caseSensitive);
  return elements === undefined ? never : compileElements(elements, !caseSensitive);
}

/** A `GLOB` pattern as a function: `*` any run, `?` one character, `[a-z]`, `[^a-z]`; case-sensitive. Bounded like LIKE. */
export function compileGlob(pattern: string): Matcher {
  const elements = parseGlob(checked(pattern));
  return elements === undefined ? never : compileElements(elements, false);
}

/** The characters that every match starts with; of LIKE in either case of letters. */
export function likePrefix(pattern: string, escape?: string): string {
  return literalPrefix(parseLike(pattern, escape, true) ?? []);
}

/** The characters that every match starts with. */
export function globPrefix(pattern: string): string {
  return literalPrefix(parseGlob(pattern) ?? []);
}

const never: Matcher = () => false;

function checked(pattern: string): string {
  if (pattern.length > MAX_PATTERN) throw new SqlError('limit', 'LIKE or GLOB pattern too complex');
  return pattern;
}

function literalPrefix(elements: readonly Element[]): string {
  const end = elements.findIndex((element) => typeof element !== 'string');
  return elements.slice(0, end < 0 ? elements.length : end).join('');
}

/** One element per character; undefined: matches nothing (it ends with the escape character). */
function parseLike(pattern: string, escape: string | undefined, caseSensitive: boolean): Element[] | undefined {
  if (escape !== undefined && [...escape].length !== 1)
    throw new SqlError('runtime', 'ESCAPE expression must be a single character');
  const elements: Element[] = [];
  const chars = [...pattern];
  const literal = caseSensitive ? (char: string): string => char : asciiLower;
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? '';
    if (char === escape) {
      const next = chars[++at];
      if (next === undefined) return undefined;
      elements.push(literal(next));
    } else elements.push(char === '%' ? ANY_RUN : char === '_' ? ANY_ONE : literal(char));
  }
  return elements;
}

function parseGlob(pattern: string): Element[] | undefined {
  const elements: Element[] = [];
  const chars = [...pattern];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? '';
    if (char !== '[') {
      elements.push(char === '*' ? ANY_RUN : char === '?' ? ANY_ONE : char);
      continue;
    }
    const end = setEnd(chars, at);
    if (end < 0) return undefined; // an unclosed set matches nothing
    elements.push(parseSet(chars.slice(at + 1, end)));
    at = end;
  }
  return elements;
}

/** Where the set that opens at `start` closes: `]` right after `[` or `[^` is a member. -1: nowhere. */
function setEnd(chars: readonly string[], start: number): number {
  const first = chars[start + 1] === '^' ? start + 2 : start + 1;
  return chars.indexOf(']', first + 1);
}

function parseSet(chars: readonly string[]): CharacterSet {
  const negated = chars[0] === '^';
  const ranges: (readonly [first: number, last: number])[] = [];
  let previous = 0; // 0: no character a range could start from
  for (let at = negated ? 1 : 0; at < chars.length; at++) {
    const code = chars[at]?.codePointAt(0) ?? 0;
    if (chars[at] === '-' && at + 1 < chars.length && previous > 0) {
      ranges.push([previous, chars[++at]?.codePointAt(0) ?? 0]);
      previous = 0;
    } else {
      ranges.push([code, code]);
      previous = code;
    }
  }
  return { negated, ranges };
}

/** The quickest function for the shape that the pattern has. */
function compileElements(elements: readonly Element[], fold: boolean): Matcher {
  const pieces = splitAtRuns(elements);
  if (pieces === undefined) return matchElements(elements, fold);
  const [first = '', ...others] = pieces;
  const folds = fold && /[a-z]/.test(pieces.join(''));
  const last = others.pop();
  if (last === undefined) return folds ? equalsFolded(first) : (text) => text === first;
  if (others.length === 0) return compileEnds(first, last, folds);
  if (others.length === 1 && first === '' && last === '') return compileContains(others[0] ?? '', folds);
  return compilePieces(first, others, last, folds);
}

/** The literal texts between runs; undefined where the pattern has other wildcards or parts of characters. */
function splitAtRuns(elements: readonly Element[]): string[] | undefined {
  const pieces = [''];
  for (const element of elements) {
    if (element === ANY_RUN) pieces.push('');
    else if (typeof element !== 'string' || /^[\ud800-\udfff]$/.test(element)) return undefined;
    else pieces[pieces.length - 1] += element;
  }
  return pieces.filter((piece, index) => piece !== '' || index === 0 || index === pieces.length - 1);
}

function compileEnds(first: string, last: string, folds: boolean): Matcher {
  const least = first.length + last.length;
  if (least === 0) return () => true;
  if (!folds) return (text) => text.length >= least && text.startsWith(first) && text.endsWith(last);
  const starts = equalsFolded(first);
  const ends = equalsFolded(last);
  return (text) =>
    text.length >= least && starts(text.slice(0, first.length)) && ends(text.slice(text.length - last.length));
}

function compileContains(piece: string, folds: boolean): Matcher {
  if (!folds) return (text) => text.includes(piece);
  const finder = new FoldedFinder(piece);
  return (text) => (text.length <= SHORT_TEXT ? finder.isIn(text) : asciiLower(text).includes(piece));
}

/** In a short text looking at each place is quicker than making another text in lower case. */
const SHORT_TEXT = 64;

/** Finds a piece of text, given in lower case, in either case of ASCII letters. */
class FoldedFinder {
  readonly #lower: Uint16Array;
  readonly #upper: Uint16Array;
  readonly #first: number;
  readonly #firstUpper: number;

  constructor(piece: string) {
    const upper = asciiUpper(piece);
    this.#lower = Uint16Array.from(piece.split(''), (_, i) => piece.charCodeAt(i));
    this.#upper = Uint16Array.from(upper.split(''), (_, i) => upper.charCodeAt(i));
    this.#first = this.#lower[0] ?? 0;
    this.#firstUpper = this.#upper[0] ?? 0;
  }

  isIn(text: string): boolean {
    const last = text.length - this.#lower.length;
    for (let at = 0; at <= last; at++) {
      const unit = text.charCodeAt(at);
      if ((unit === this.#first || unit === this.#firstUpper) && this.#isAt(text, at)) return true;
    }
    return false;
  }

  #isAt(text: string, at: number): boolean {
    for (let i = 1; i < this.#lower.length; i++) {
      const unit = text.charCodeAt(at + i);
      if (unit !== this.#lower[i] && unit !== this.#upper[i]) return false;
    }
    return true;
  }
}

/** `first%…%last`: each piece at its first place after the one before, which leaves the most room. */
function compilePieces(first: string, middle: readonly string[], last: string, folds: boolean): Matcher {
  const ends = compileEnds(first, last, false);
  return (raw) => {
    const text = folds ? asciiLower(raw) : raw;
    if (!ends(text)) return false;
    let from = first.length;
    for (const piece of middle) {
      const found = text.indexOf(piece, from);
      if (found < 0) return false;
      from = found + piece.length;
    }
    return from <= text.length - last.length;
  };
}

/** Compares with a folded text. Equal but for the case of ASCII letters has equal length. */
const equalsFolded =
  (folded: string): Matcher =>
  (text) =>
    text.length === folded.length && (text === folded || asciiLower(text) === folded);
