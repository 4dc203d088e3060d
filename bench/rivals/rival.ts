/** A table as every contender gets it. */
export interface TableData {
  readonly name: string;
  /** Column definitions as SQL: `id INTEGER PRIMARY KEY`. */
  readonly columns: readonly string[];
  /** Columns of each index. */
  readonly indexes: readonly (readonly string[])[];
  readonly rows: readonly (readonly (number | string | null)[])[];
}

/** An engine that takes tables into memory and answers SQL with rows in JavaScript. */
export interface Rival {
  readonly name: string;
  readonly version: string;
  load(tables: readonly TableData[]): Promise<void>;
  /** All rows, as arrays. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]>;
  close(): Promise<void>;
}

export const createTable = ({ name, columns }: TableData): string => `CREATE TABLE ${name} (${columns.join(', ')})`;

export const createIndexes = ({ name, indexes }: TableData): string[] =>
  indexes.map((columns) => `CREATE INDEX ${name}_${columns.join('_')} ON ${name} (${columns.join(', ')})`);
