import type { SqlError } from '../core/index.js';
import { cellWidth, visible } from './text.js';

/** Columns of the query's line that are shown around a mistake. */
const WINDOW = 100;

/** An error for people: what, where, the line with a caret run under the place, and the likely fix. */
export function describeError(error: SqlError, text: string, colour = false): string {
  const red = (part: string): string => (colour ? `\u001b[31m${part}\u001b[0m` : part);
  const bold = (part: string): string => (colour ? `\u001b[1m${part}\u001b[0m` : part);
  const parts = [`${red('error:')} ${bold(visible(error.message))}`];
  if (error.span) parts.push(...markedLine(text, error.span.start, error.span.end, red));
  if (error.hint) parts.push(`hint: ${visible(error.hint)}`);
  return parts.join('\n');
}

function markedLine(text: string, start: number, end: number, red: (part: string) => string): string[] {
  const from = text.lastIndexOf('\n', Math.max(0, start - 1)) + 1;
  const at = start < from ? start : start - from;
  const lineEnd = text.indexOf('\n', from);
  const line = text.slice(from, lineEnd < 0 ? undefined : lineEnd);
  const number = text.slice(0, from).split('\n').length;
  // A line too long to read is cut around the place.
  const first = at > WINDOW / 2 && line.length > WINDOW ? at - WINDOW / 2 : 0;
  const before = visible(line.slice(first, at));
  const marked = visible(line.slice(at, Math.min(end - from, first + WINDOW)));
  const after = visible(line.slice(Math.max(at, Math.min(end - from, first + WINDOW)), first + WINDOW));
  const lead = first > 0 ? '…' : '';
  const tail = first + WINDOW < line.length ? '…' : '';
  const place = `  line ${number}, column ${at + 1}`;
  return [
    place,
    `  ${lead}${before}${marked}${after}${tail}`,
    `  ${' '.repeat(cellWidth(lead + before))}${red('^'.repeat(Math.max(1, cellWidth(marked))))}`,
  ];
}
