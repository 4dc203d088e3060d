import { tokenize } from '../../sql/lexer/index.js';

/** Where the columns of a CREATE TABLE text end: at the comma before its constraints, or at the closing parenthesis. */
export function endOfColumns(sql: string, columnCount: number): number {
  let depth = 0;
  let commas = 0;
  for (const { image, startOffset } of tokenize(sql)) {
    if (image === '(') depth++;
    else if (image === ')' && --depth === 0) return startOffset;
    else if (image === ',' && depth === 1 && ++commas === columnCount) return startOffset;
  }
  return sql.length;
}
