import { excerpt, type SqlError } from '../core/index.js';
import { cellWidth, visible } from './text.js';

/** An error as the program shows it: what, where, the line with a caret run under the place, and the likely fix. */
export function describeError(error: SqlError, text: string, colour = false): string {
  const red = (part: string): string => (colour ? `\u001b[31m${part}\u001b[0m` : part);
  const bold = (part: string): string => (colour ? `\u001b[1m${part}\u001b[0m` : part);
  const parts = [`${red('error:')} ${bold(visible(error.message))}`];
  if (error.span) {
    const { line, column, before, marked, after } = excerpt(text, error.span);
    parts.push(`  line ${line}, column ${column}`);
    parts.push(`  ${before}${marked}${after}`);
    parts.push(`  ${' '.repeat(cellWidth(before))}${red('^'.repeat(Math.max(1, cellWidth(marked))))}`);
  }
  if (error.hint) parts.push(`hint: ${visible(error.hint)}`);
  return parts.join('\n');
}
