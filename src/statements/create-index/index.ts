import { SqlError } from '../../core/index.js';
import { type CreateIndex, parse } from '../../sql/parser/index.js';
import type { TableSchema } from '../../store/index.js';
import { checkReserved, findIndex, schemaOf, systemName } from '../names.js';
import { action, NOTHING, type Prepared } from '../prepared.js';
import type { Session } from '../session.js';
import { schemaText } from '../source-text.js';
import { checkUnique } from './check-unique.js';
import { withIndex } from './define.js';
import { withSlots } from './slots.js';

/** CREATE INDEX. @throws SqlError */
export function prepareCreateIndex(session: Session, statement: CreateIndex, text: string): Prepared {
  const { index, unique, span } = statement;
  const { database } = session;
  const table = indexedTable(session, statement);
  const { name } = index.name;
  checkReserved(index.name);
  if (database.find(name, table.schema))
    throw new SqlError('misuse', `there is already a table named ${name}`, index.name.span);
  if (findIndex(session, name, table.schema)) {
    if (statement.ifNotExists) return NOTHING;
    throw new SqlError('misuse', `index ${name} already exists`, index.name.span);
  }
  withIndex(session.catalog, table, statement, { text, sql: '' });
  const sql = schemaText(unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX', index.name, span, text, true);
  const next = withIndexText(session, table, sql, database.schemaVersion + 1);
  return action((options) => {
    const rows = withSlots(session, table, next, options);
    const added = next.indexes.at(-1);
    if (added?.unique) checkUnique(rows, added);
    database.alter(table, next, rows);
  });
}

/** The table with an index that a CREATE INDEX text, as `sqlite_schema` keeps it, defines. @throws SqlError */
export function withIndexText(session: Session, table: TableSchema, sql: string, created: number): TableSchema {
  const [statement] = parse(sql);
  return withIndex(session.catalog, table, statement as CreateIndex, { text: sql, sql, created }); // it was one when it was kept
}

function indexedTable(session: Session, { index, table }: CreateIndex): TableSchema {
  const schema = schemaOf(index);
  const found = session.database.find(table.name, schema);
  if (found?.kind === 'view') throw new SqlError('misuse', 'views may not be indexed', table.span);
  if (found) return found;
  const own = systemName(table.name, schema);
  if (own) throw new SqlError('misuse', `table ${own} may not be indexed`, table.span);
  const elsewhere = schema === 'temp' && session.database.find(table.name);
  if (elsewhere)
    throw new SqlError('misuse', `cannot create a TEMP index on non-TEMP table "${elsewhere.name}"`, table.span);
  if (session.catalog.table(table.name))
    throw new SqlError('misuse', 'virtual tables may not be indexed', table.span, 'it shows this machine as it is now');
  throw new SqlError('no-such-table', `no such table: ${schema === 'temp' ? '' : 'main.'}${table.name}`, table.span);
}
