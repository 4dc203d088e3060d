export type Cell = number | string | null;

/** A table as every contender gets it. */
export interface TableData {
  readonly name: string;
  /** Column definitions as SQL: `id INTEGER PRIMARY KEY`. */
  readonly columns: readonly string[];
  /** Columns of each index. */
  readonly indexes: readonly (readonly string[])[];
  /** The rows, made anew each time: whoever stores them has them once. */
  rows(): Iterable<readonly Cell[]>;
}

/** An engine that takes tables into memory and answers SQL with rows in JavaScript. */
export interface Rival {
  readonly version: string;
  load(tables: readonly TableData[]): unknown;
  /** All rows, as arrays. */
  rows(sql: string): RivalRows | Promise<RivalRows>;
  /** A value of a row as numbers, texts and null, where it is something else. */
  plain?(value: unknown): unknown;
}

export type RivalRows = readonly (readonly unknown[])[];

export const columnNames = ({ columns }: TableData): string[] => columns.map((column) => column.split(' ')[0] ?? '');

export const createTable = ({ name, columns }: TableData): string => `CREATE TABLE ${name} (${columns.join(', ')})`;

export const createIndexes = ({ name, indexes }: TableData): string[] =>
  indexes.map((columns) => `CREATE INDEX ${name}_${columns.join('_')} ON ${name} (${columns.join(', ')})`);

export const insertInto = ({ name, columns }: TableData, rows = 1): string => {
  const places = `(${columns.map(() => '?').join(', ')})`;
  return `INSERT INTO ${name} VALUES ${new Array(rows).fill(places).join(', ')}`;
};

/** Rows in portions of up to `size`. */
export function* portions<T>(rows: Iterable<T>, size: number): Iterable<T[]> {
  let portion: T[] = [];
  for (const row of rows) {
    portion.push(row);
    if (portion.length === size) {
      yield portion;
      portion = [];
    }
  }
  if (portion.length > 0) yield portion;
}
