import { SqlError } from '../core/index.js';
import type { CreateIndex, IndexedColumn } from '../sql/parser/index.js';
import { type IndexSchema, type IndexTerm, StoredTable, type TableSchema } from '../store/index.js';
import { columnName, findColumn, withoutCollation } from './create-table/draft.js';
import { checkReserved, findIndex, schemaOf, takenBy, written } from './names.js';
import { action, NOTHING, type Prepared } from './prepared.js';
import type { Session } from './session.js';
import { schemaText } from './source-text.js';

/** CREATE INDEX. @throws SqlError */
export function prepareCreateIndex(session: Session, statement: CreateIndex, text: string): Prepared {
  const { index, unique, span } = statement;
  const table = indexedTable(session, statement);
  checkReserved(index.name);
  if (takenBy(session, index.name.name, table.schema) && session.database.find(index.name.name))
    throw new SqlError('misuse', `there is already a table named ${index.name.name}`, index.name.span);
  if (findIndex(session, index.name.name, table.schema)) {
    if (statement.ifNotExists) return NOTHING;
    throw new SqlError('misuse', `index ${written(index.name)} already exists`, index.name.span);
  }
  const schema: IndexSchema = {
    kind: 'index',
    schema: table.schema,
    name: index.name.name,
    table: table.name,
    unique,
    terms: statement.columns.map((column) => indexTerm(table, column)),
    origin: 'c',
    created: session.database.schemaVersion + 1,
    sql: schemaText(unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX', index.name, span, text, true),
  };
  if (statement.where) throw new SqlError('not-supported', 'partial indexes are not supported yet', span);
  return action(() => addIndex(session, table, schema));
}

function indexedTable(session: Session, { index, table }: CreateIndex): TableSchema {
  const schema = schemaOf(index);
  const found = session.database.find(table.name, schema);
  if (found?.kind === 'view') throw new SqlError('misuse', 'views may not be indexed', table.span);
  if (found) return found;
  if (!schema && session.catalog.table(table.name))
    throw new SqlError('misuse', 'virtual tables may not be indexed', table.span);
  throw new SqlError('no-such-table', `no such table: ${schema ?? 'main'}.${table.name}`, table.span);
}

function indexTerm(table: TableSchema, { expr, descending }: IndexedColumn): IndexTerm {
  const { operand, collation } = withoutCollation(expr);
  const name = columnName(operand);
  if (name === undefined)
    throw new SqlError('not-supported', 'indexes on expressions are not supported yet', expr.span);
  const slot = findColumn(table, name);
  const column = table.columns[slot];
  if (!column) throw new SqlError('no-such-column', `no such column: ${name}`, operand.span);
  return { slot, collation: collation ?? column.collation, descending };
}

function addIndex({ database }: Session, table: TableSchema, index: IndexSchema): void {
  const next: TableSchema = { ...table, indexes: [...table.indexes, index] };
  const rows = database.view().tables.get(`${table.schema}.${table.name.toLowerCase()}`);
  const filled = new StoredTable(next, rows);
  if (index.unique) checkUnique(filled, index, next);
  database.alter(table, next, filled);
}

/** @throws SqlError where two rows share a key */
export function checkUnique(rows: StoredTable, index: IndexSchema, table: TableSchema): void {
  const stored = rows.indexes.find((one) => one.schema === index);
  if (!stored) return;
  for (const batch of stored.tree.batches(undefined, undefined, false)) {
    for (const row of batch) {
      if (!rows.conflict(stored, row, row)) continue;
      const columns = index.terms.map(({ slot }) => `${table.name}.${table.columns[slot]?.name}`);
      throw new SqlError('constraint', `UNIQUE constraint failed: ${columns.join(', ')}`);
    }
  }
}
