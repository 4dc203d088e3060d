import { SqlError } from '../../core/index.js';
import { type CreateTable, type Expr, type Identifier, printName, walk } from '../../sql/parser/index.js';
import { rowidSlot, type TableSchema } from '../../store/index.js';
import { findColumn } from '../create-table/draft.js';
import { statementOf } from '../create-table/index.js';
import type { RunOptions } from '../prepared.js';
import type { Session } from '../session.js';
import { endOfColumns } from './column-list.js';
import { checkViews, redefined, viewsOver } from './redefine.js';
import { withColumns } from './rows.js';
import { namesIn } from './view-names.js';

/** ALTER TABLE … DROP COLUMN */
export function dropColumn(session: Session, table: TableSchema, name: Identifier, options: RunOptions): void {
  const slot = findColumn(table, name.name);
  const column = table.columns[slot];
  if (!column) throw new SqlError('no-such-column', `no such column: "${printName(name)}"`, name.span);
  const { body } = statementOf(table);
  const isUnique =
    body.kind === 'columns' && body.columns[slot]?.constraints.some((constraint) => constraint.kind === 'unique');
  const key = column.keyPosition > 0 ? 'PRIMARY KEY' : isUnique ? 'UNIQUE' : undefined;
  if (key) throw new SqlError('misuse', `cannot drop ${key} column: "${column.name}"`, name.span);
  if (table.columns.length === 1)
    throw new SqlError('misuse', `cannot drop column "${column.name}": no other columns exist`, name.span);
  checkViews(session, table, '');
  refuseQuoted(session, table, body, slot);
  const sql = withoutColumn(table.sql, body, slot);
  const next = redefined(session, table, { table: sql }, 'after drop column');
  const rows = withColumns(
    session,
    table,
    next,
    (row) => row.slice(0, table.columns.length).filter((_, at) => at !== slot),
    options,
  );
  session.database.alter(table, next, rows);
  checkViews(session, next, 'after drop column');
}

/** What reads the column under a name in double quotes would go on with the text of the name. @throws SqlError */
function refuseQuoted(session: Session, table: TableSchema, body: CreateTable['body'], slot: number): void {
  const name = table.columns[slot]?.name.toLowerCase();
  const refuse = (what: string, tree: unknown): void =>
    walk(tree, (node) => {
      const one = node as Expr; // kinds that no expression has match nothing below
      if (one.kind !== 'name' || one.column.quote !== '"' || one.column.name.toLowerCase() !== name) return;
      const message = `error in ${what} after drop column: no such column: ${one.column.name}`;
      throw new SqlError('no-such-column', message, one.span);
    });
  if (body.kind === 'columns')
    refuse(`table ${table.name}`, [...body.columns.filter((_, at) => at !== slot), body.constraints]);
  for (const index of table.indexes) {
    const first = rowidSlot(table) + 1;
    const slots = [...index.terms.map((term) => term.slot), ...(index.where ? [index.where.slot] : [])];
    for (const one of slots) if (one >= first) refuse(`index ${index.name}`, table.computed[one - first]);
  }
  for (const view of viewsOver(session, table.schema))
    for (const column of namesIn(session, view, table).columns)
      if (column.slot === slot) refuse(`view ${view.name}`, column.name);
}

/** Cuts from the column to the next one; the last goes with the comma before it. */
function withoutColumn(sql: string, body: CreateTable['body'], slot: number): string {
  if (body.kind !== 'columns') return sql;
  const start = body.columns[slot]?.span.start ?? 0;
  const next = body.columns[slot + 1];
  if (next) return sql.slice(0, start) + sql.slice(next.span.start);
  return sql.slice(0, sql.lastIndexOf(',', start)) + sql.slice(endOfColumns(sql, body.columns.length));
}
