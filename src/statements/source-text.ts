import type { Span } from '../core/index.js';
import type { Identifier } from '../sql/parser/index.js';

/**
 * The text that `sqlite_schema` keeps of a CREATE statement: what stands from the new object's name on, behind words
 * of its own.
 * @param toEnd up to the semicolon or the end of the text, blanks and comments included, as SQLite has it for some
 */
export function schemaText(words: string, name: Identifier, statement: Span, text: string, toEnd: boolean): string {
  const end = toEnd ? statement.end + restLength(text.slice(statement.end)) : statement.end;
  return `${words} ${text.slice(name.span.start, end)}`;
}

/** Blanks and comments before a semicolon or the end. */
const restLength = (rest: string): number =>
  /^(?:\s|--[^\n]*(?:\n|$)|\/\*[^]*?(?:\*\/|$))*/.exec(rest)?.[0].length ?? 0;
