import type { Span } from '../../core/index.js';
import type { Identifier } from '../../sql/parser/index.js';
import { inQuotes } from '../identifiers.js';

/** What to put in the place of a stretch of a text. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** The text with all edits made; two of one place are one. */
export function edited(text: string, edits: readonly Edit[]): string {
  let result = '';
  let end = 0;
  for (const edit of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    if (edit.span.start < end) continue;
    result += text.slice(end, edit.span.start) + edit.text;
    end = edit.span.end;
    // What followed a bare word must not become a second half of its quotes.
    if (edit.text.endsWith('"') && text[end] === '"') result += ' ';
  }
  return result + text.slice(end);
}

/** Writes a new name as SQLite does: bare only where both the old and the new one are. */
export const renaming = (old: Identifier, to: Identifier): Edit => ({
  span: old.span,
  text: old.quote === '' && to.quote === '' ? to.name : inQuotes(to.name),
});
