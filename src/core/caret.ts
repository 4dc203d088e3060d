import type { Span, SqlError } from './errors.js';
import { textWidth } from './width.js';

/** Columns of the line that are shown to the left of a mistake, and in all. */
const LEFT = 60;
const SHOWN = 100;
const TAB = 4;

/** A stretch of one line, ready to be printed: `before` + `marked` + `after`, the mistake in the middle. */
export interface Excerpt {
  /** Counted from 1. */
  readonly line: number;
  /** In characters (code points), counted from 1. */
  readonly column: number;
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

/**
 * An error for people: what, where, the line with a run of carets under the place, and the likely fix.
 * Nothing of the text that could steer a terminal comes through.
 * @param mark paints the marked text and the carets, for terminals with colour
 */
export function describeError(error: SqlError, text: string, mark = (part: string): string => part): string {
  const parts = [shown(error.message)];
  if (error.span !== undefined) {
    const { line, column, before, marked, after } = excerpt(text, error.span);
    parts[0] += ` (line ${line}, column ${column})`;
    parts.push(`  ${before}${marked === '' ? '' : mark(marked)}${after}`);
    parts.push(`  ${' '.repeat(textWidth(before))}${mark('^'.repeat(Math.max(1, textWidth(marked))))}`);
  }
  if (error.hint !== undefined) parts.push(`hint: ${shown(error.hint)}`);
  return parts.join('\n');
}

/** Where an offset stands; both counted from 1, the column in characters. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', end + 1)) {
    line++;
    start = end + 1;
  }
  let column = 1;
  for (let at = start; at < offset; at++) if (!isSecondHalf(text, at)) column++;
  return { line, column };
}

/** The line a span begins on, cut to what fits on a screen around it. Takes time for the text once. */
export function excerpt(text: string, span: Span): Excerpt {
  const start = Math.min(span.start, text.length);
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', start);
  const lineEnd = newline < 0 ? text.length : newline - Number(text[newline - 1] === '\r' && newline > start);
  const markEnd = Math.max(start, Math.min(span.end, lineEnd));

  // A character is at most two code units and a tab is the widest: no more than this can be shown.
  const left = shown(text.slice(Math.max(lineStart, start - 4 * LEFT), start));
  const before = lastColumns(left, LEFT, start - 4 * LEFT > lineStart);
  const room = SHOWN - textWidth(before);
  const marked = firstColumns(shown(text.slice(start, Math.min(markEnd, start + 4 * SHOWN))), room, false);
  const rest = shown(text.slice(markEnd, Math.min(lineEnd, markEnd + 4 * SHOWN)));
  const after = marked.endsWith('…') ? '' : firstColumns(rest, room - textWidth(marked), markEnd + 4 * SHOWN < lineEnd);
  return { ...lineAndColumn(text, start), before, marked, after };
}

/** What is safe to print: tabs as blanks, other controls and broken characters as `\ufffd`. */
function shown(text: string): string {
  return text.replaceAll('\t', ' '.repeat(TAB)).replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu, '\ufffd');
}

function firstColumns(text: string, columns: number, more: boolean): string {
  if (!more && textWidth(text) <= columns) return text;
  let width = 0;
  let kept = '';
  for (const char of text) {
    width += textWidth(char);
    if (width >= columns) break;
    kept += char;
  }
  return `${kept}…`;
}

function lastColumns(text: string, columns: number, more: boolean): string {
  if (!more && textWidth(text) <= columns) return text;
  let width = 0;
  let kept = '';
  for (const char of [...text].reverse()) {
    width += textWidth(char);
    if (width >= columns) break;
    kept = char + kept;
  }
  return `…${kept}`;
}

/** A low surrogate alone is a character of its own: a byte that is no UTF-8. */
function isSecondHalf(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 && at > 0 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}
