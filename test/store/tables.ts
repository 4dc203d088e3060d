import type { Row } from '../../src/core/index.js';
import { affinityOfType } from '../../src/core/index.js';
import { Database, type IndexSchema, type StoredColumn, type TableSchema } from '../../src/store/index.js';

/** A table's schema for tests: columns as `name TYPE`. */
export function tableSchema(
  name: string,
  columns: readonly (string | StoredColumn)[],
  rest: Partial<TableSchema> = {},
): TableSchema {
  return {
    kind: 'table',
    schema: 'main',
    name,
    columns: columns.map((column) => (typeof column === 'string' ? columnOf(column) : column)),
    autoincrement: false,
    strict: false,
    checks: [],
    indexes: [],
    computed: [],
    foreignKeys: [],
    sql: `CREATE TABLE ${name} (${columns.join(', ')})`,
    ...rest,
  };
}

export function columnOf(text: string, rest: Partial<StoredColumn> = {}): StoredColumn {
  const [name = '', ...type] = text.split(' ');
  const declared = type.join(' ');
  return {
    name,
    declared,
    affinity: affinityOfType(declared),
    collation: 'binary',
    keyPosition: 0,
    notNull: false,
    ...rest,
  };
}

/** An index over slots of a table. */
export function indexOn(
  table: string,
  name: string,
  slots: readonly number[],
  rest: Partial<IndexSchema> = {},
): IndexSchema {
  return {
    kind: 'index',
    schema: 'main',
    name,
    table,
    unique: false,
    terms: slots.map((slot) => ({ slot, collation: 'binary', descending: false })),
    origin: 'c',
    sql: `CREATE INDEX ${name} ON ${table}`,
    ...rest,
  };
}

/** A database with one table of these rows, their rowids from 1. */
export function databaseOf(schema: TableSchema, rows: readonly Row[], database = new Database()): Database {
  database.create(schema);
  const table = database.writable(schema);
  rows.forEach((row, index) => {
    const rowid = schema.rowidColumn === undefined ? index + 1 : (row[schema.rowidColumn] ?? null);
    table.insert([...row, schema.primaryKey ? null : rowid]);
  });
  return database;
}
