import { quoteLiteral, type Row, storageClass, toText, type Value } from '../../src/core/index.js';
import { visible } from '../../src/shell/text.js';

/** A value as a case file shows it: like sqllogictest, but reals as SQL writes them, and blobs as literals. */
export function renderValue(value: Value): string {
  if (value === null) return 'NULL';
  if (value instanceof Uint8Array) return quoteLiteral(value);
  const text = toText(value);
  return text === '' ? '(empty)' : visible(text);
}

/** A row as a line: columns two blanks apart. */
export const renderRow = (row: Row): string => row.map(renderValue).join('  ');

/** In the order that the record asks for. */
export function sortRows(rows: readonly Row[], sort: string): string[] {
  const lines = sort === 'valuesort' ? rows.flat().map(renderValue) : rows.map(renderRow);
  return sort === 'nosort' ? lines : lines.sort();
}

const CLASSES: Readonly<Record<string, string>> = { T: 'text', I: 'integer', R: 'real', B: 'blob' };

/** What the storage classes of a result say against the record's types, or undefined: NULL fits any, `?` takes any. */
export function typeMistake(types: string, width: number, rows: readonly Row[]): string | undefined {
  if (types.length !== width) return `${width} columns, where ${types} says ${types.length}`;
  for (const row of rows) {
    for (const [index, letter] of [...types].entries()) {
      const actual = storageClass(row[index] ?? null);
      const wanted = CLASSES[letter];
      if (wanted !== undefined && actual !== 'null' && actual !== wanted) {
        return `column ${index + 1} holds ${actual}, where ${types} says ${wanted}: ${renderRow(row)}`;
      }
    }
  }
  return undefined;
}

/** True where the lines say the same: sqllogictest writes one value a line, we write a row a line. */
export function sameLines(actual: readonly string[], expected: readonly string[]): boolean {
  const cells = (line: string): string[] => line.trimEnd().split(/\t| {2,}/);
  const isSame = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);
  if (actual.length === expected.length) return isSame(actual.flatMap(cells), expected.flatMap(cells));
  return isSame(actual.flatMap(cells), [...expected]);
}
