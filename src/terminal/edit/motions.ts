import { cellWidth, graphemes } from '../cells.js';

/** A character longer than this is moved through in steps. */
const LONGEST = 64;

/** The offset one character further. */
export function right(text: string, at: number): number {
  if (at >= text.length) return at;
  const [char = ''] = graphemes(text.slice(at, at + LONGEST));
  return at + char.length;
}

/** The offset one character back. */
export function left(text: string, at: number): number {
  if (at <= 0) return 0;
  if (text[at - 1] === '\n' || (isPlain(text, at - 1) && isPlain(text, at - 2))) return at - 1;
  let last = '';
  for (const char of graphemes(text.slice(startOf(text, at), at))) last = char;
  return at - last.length;
}

const isPlain = (text: string, at: number): boolean => at < 0 || /[\n\u0020-\u007e]/.test(text.charAt(at));

/** Where to begin reading characters that end at an offset: a line's start, or far enough back. */
function startOf(text: string, at: number): number {
  const from = Math.max(lineStart(text, at), at - 4 * LONGEST);
  return isSecondHalf(text, from) ? from + 1 : from;
}

const isSecondHalf = (text: string, at: number): boolean => at > 0 && (text.charCodeAt(at) & 0xfc00) === 0xdc00;

/** The start of the line that an offset is in. */
export const lineStart = (text: string, at: number): number => (at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1);

/** Its end, before the newline. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

const WORD_CHAR = /[\p{L}\p{N}\p{M}_]/u;

/** The end of the next word. */
export function wordRight(text: string, at: number): number {
  let to = at;
  while (to < text.length && !isWord(text, to)) to = right(text, to);
  while (to < text.length && isWord(text, to)) to = right(text, to);
  return to;
}

/** The start of the word before. */
export function wordLeft(text: string, at: number): number {
  return backWhile(text, backWhile(text, at, false, WORD_CHAR), true, WORD_CHAR);
}

/** The start of what stands between blanks before. */
export function blankLeft(text: string, at: number): number {
  return backWhile(text, backWhile(text, at, false, /\S/u), true, /\S/u);
}

function backWhile(text: string, at: number, isInside: boolean, pattern: RegExp): number {
  let to = at;
  while (to > 0) {
    const before = left(text, to);
    if (pattern.test(text.slice(before, to)) !== isInside) break;
    to = before;
  }
  return to;
}

const isWord = (text: string, at: number): boolean => WORD_CHAR.test(String.fromCodePoint(text.codePointAt(at) ?? 0));

/** Cells from the start of its line to an offset. */
export const columnOf = (text: string, at: number): number => cellWidth(text.slice(lineStart(text, at), at));

/** The offset at that column one line up or down, or undefined where there is no such line. */
export function vertical(text: string, at: number, direction: -1 | 1, column: number): number | undefined {
  const start = lineStart(text, at);
  const end = lineEnd(text, at);
  if (direction < 0 ? start === 0 : end === text.length) return undefined;
  const from = direction < 0 ? lineStart(text, start - 1) : end + 1;
  let to = from;
  let used = 0;
  for (const char of graphemes(text.slice(from, lineEnd(text, from)))) {
    const cells = cellWidth(char);
    if (used + cells > column) break;
    used += cells;
    to += char.length;
  }
  return to;
}
