import { keywordType } from '../sql/lexer/index.js';

/** A name as SQLite writes it into a text of its own: in double quotes unless it is a plain word and no keyword. */
export function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && keywordType(name.toLowerCase(), true) === undefined ? name : inQuotes(name);
}

export const inQuotes = (name: string): string => `"${name.replaceAll('"', '""')}"`;
