import { excerpt, type SqlError } from '../core/index.js';
import type { Place } from './manner.js';
import { cellWidth, visible } from './text.js';

export interface DescribeOptions {
  readonly colour?: boolean;
  /** Where the text begins, if it is part of an input. */
  readonly place?: Place;
}

/** An error as the program shows it: what, where, the line with a caret run under the place, and the likely fix. */
export function describeError(error: SqlError, text: string, { colour = false, place }: DescribeOptions = {}): string {
  const red = (part: string): string => (colour ? `\u001b[31m${part}\u001b[0m` : part);
  const bold = (part: string): string => (colour ? `\u001b[1m${part}\u001b[0m` : part);
  const parts = [`${red('error:')} ${bold(visible(error.message))}`];
  const file = place?.file === undefined ? '' : `${visible(place.file)}, `;
  const linesBefore = (place?.line ?? 1) - 1;
  if (error.span) {
    const { line, column, before, marked, after } = excerpt(text, error.span);
    parts.push(`  ${file}line ${line + linesBefore}, column ${column}`);
    parts.push(`  ${before}${marked}${after}`);
    parts.push(`  ${' '.repeat(cellWidth(before))}${red('^'.repeat(Math.max(1, cellWidth(marked))))}`);
  } else if (place) {
    parts.push(`  ${file}line ${linesBefore + 1}`);
  }
  if (error.hint) parts.push(`hint: ${visible(error.hint)}`);
  return parts.join('\n');
}
