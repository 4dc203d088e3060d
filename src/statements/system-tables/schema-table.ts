import { type TableSpec, tableOf } from '../../catalog/index.js';
import type { SchemaName, SchemaObject, TableSchema } from '../../store/index.js';
import type { Session } from '../session.js';

/** A row of `sqlite_schema`. */
export interface SchemaRow {
  readonly type: 'table' | 'index' | 'view';
  readonly name: string;
  readonly table: string;
  readonly sql: string | null;
  /** A number for what has rows of its own, 0 for what has none. */
  readonly rootPage: number;
}

const { table, text, integer } = tableOf<SchemaRow>();

/** `sqlite_schema`, or `sqlite_temp_schema`. */
export const schemaTable = (session: Session, schema: SchemaName): TableSpec =>
  table({
    name: schema === 'temp' ? 'sqlite_temp_schema' : 'sqlite_schema',
    description: 'Tables, indexes and views of this session.',
    columns: {
      type: text('table, index or view', (row) => row.type),
      name: text('Its name', (row) => row.name),
      tbl_name: text('The table of an index, else the name', (row) => row.table),
      rootpage: integer(
        'A number that differs for each table and index; 0 for what keeps no rows',
        (row) => row.rootPage,
      ),
      sql: text('The statement that made it; null for the index of a constraint', (row) => row.sql),
    },
    *scan() {
      if (schema === 'temp') yield* builtInRows(session);
      yield* schemaRows(session, schema);
    },
  });

/** Built-in tables are temporary ones, as osquery has them (sql.md 1.2). */
function* builtInRows({ catalog }: Session): Generator<SchemaRow> {
  for (const { name } of catalog.tables()) {
    yield { type: 'table', name, table: name, sql: `CREATE VIRTUAL TABLE ${name} USING ${name}`, rootPage: 0 };
  }
}

/** What was created in a schema, in that order. */
export function schemaRows({ catalog, database }: Session, schema: SchemaName): SchemaRow[] {
  const rows: { readonly row: Omit<SchemaRow, 'rootPage'>; readonly created: number }[] = [];
  if (schema === 'main') for (const row of aliasRows(catalog)) rows.push({ row, created: 0 });
  let hasSequence = false;
  for (const object of database.objects()) {
    if (object.schema !== schema) continue;
    for (const row of rowsOf(object)) rows.push({ row, created: row.created });
    if (object.kind !== 'table' || !object.autoincrement || hasSequence) continue;
    hasSequence = true;
    rows.push({ row: SEQUENCE, created: object.created ?? 0 });
  }
  rows.sort((a, b) => a.created - b.created);
  let pages = 1;
  return rows.map(({ row }) => ({ ...row, rootPage: row.type === 'view' ? 0 : ++pages }));
}

const SEQUENCE = {
  type: 'table',
  name: 'sqlite_sequence',
  table: 'sqlite_sequence',
  sql: 'CREATE TABLE sqlite_sequence(name,seq)',
} as const;

type CreatedRow = Omit<SchemaRow, 'rootPage'> & { readonly created: number };

function rowsOf(object: SchemaObject): CreatedRow[] {
  const { kind, name, sql, created = 0 } = object;
  const row: CreatedRow = { type: kind, name, table: name, sql, created };
  return object.kind === 'table' ? [row, ...indexRows(object)] : [row];
}

/** The key of a table WITHOUT ROWID is the table: it is no index of its own. */
function indexRows({ name: table, indexes, created = 0 }: TableSchema): CreatedRow[] {
  return indexes.map(
    (index): CreatedRow => ({
      type: 'index',
      name: index.name,
      table,
      sql: index.sql,
      created: index.created ?? created,
    }),
  );
}

/** Other names of built-in tables are views on them (sql.md 1.2). */
function* aliasRows(catalog: Session['catalog']): Generator<Omit<SchemaRow, 'rootPage'>> {
  for (const { name, aliases } of catalog.tables())
    for (const alias of aliases)
      yield { type: 'view', name: alias, table: alias, sql: `CREATE VIEW ${alias} AS SELECT * FROM ${name}` };
  for (const { name, sql } of catalog.views())
    yield { type: 'view', name, table: name, sql: `CREATE VIEW ${name} AS ${sql}` };
}
