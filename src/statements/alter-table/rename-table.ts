import { SqlError } from '../../core/index.js';
import { type CreateIndex, type CreateTable, type Identifier, parse } from '../../sql/parser/index.js';
import type { IndexSchema, TableSchema, ViewSchema } from '../../store/index.js';
import { defineView } from '../create-view.js';
import { inQuotes } from '../identifiers.js';
import { checkReserved, findIndex, takenBy } from '../names.js';
import type { Session } from '../session.js';
import { walk } from '../walk.js';
import { type Edit, edited } from './edits.js';
import { checkViews, redefined, viewsOver } from './redefine.js';
import { eachCore, namesIn } from './view-names.js';

/** ALTER TABLE … RENAME TO: the table's name wherever it stands, in other tables' foreign keys and in views, too. */
export function renameTable(session: Session, table: TableSchema, to: Identifier): void {
  const { database } = session;
  if (takenBy(session, to.name, table.schema) || findIndex(session, to.name, table.schema))
    throw new SqlError('misuse', `there is already another table or index with this name: ${to.name}`, to.span);
  checkReserved(to);
  checkViews(session, table, '');
  const views = viewsOver(session, table.schema).map((view) => [view, viewEdits(session, view, table, to)] as const);
  const next = redefined(
    session,
    table,
    {
      table: edited(table.sql, tableEdits(table, table, to, true)),
      index: (index) => edited(index.sql, indexEdits(index, table, to)),
    },
    'after rename',
  );
  database.alter(table, next);
  for (const other of [...database.objects()]) {
    if (other.kind !== 'table' || other === next || other.schema !== table.schema) continue;
    const edits = tableEdits(other, table, to, false);
    if (edits.length === 0) continue;
    database.alter(
      other,
      redefined(session, other, { table: edited(other.sql, edits), index: (index) => index.sql }, 'after rename'),
    );
  }
  for (const [view, edits] of views)
    if (edits.length > 0) database.alter(view, { ...view, ...defineView(edited(view.sql, edits), view.schema) });
  checkViews(session, table, 'after rename');
}

/** In a table's own text: its name, foreign keys that lead to it, columns qualified by it. */
function tableEdits({ sql }: TableSchema, table: TableSchema, to: Identifier, isItself: boolean): Edit[] {
  const [statement] = parse(sql);
  const edits: Edit[] = [];
  const rename = (name: Identifier | undefined): void => {
    if (name && isSame(name, table)) edits.push({ span: name.span, text: inQuotes(to.name) });
  };
  const { table: own, body } = statement as CreateTable; // a table's text is nothing else
  if (isItself) edits.push({ span: own.name.span, text: inQuotes(to.name) });
  if (body.kind !== 'columns') return edits;
  for (const one of [...body.columns.flatMap((column) => column.constraints), ...body.constraints])
    if (one.kind === 'references' || one.kind === 'foreign-key') rename(one.table);
  if (isItself) eachQualifier(body, rename);
  return edits;
}

function indexEdits({ sql }: IndexSchema & { sql: string }, table: TableSchema, to: Identifier): Edit[] {
  const [statement] = parse(sql);
  const index = statement as CreateIndex; // an index's text is nothing else
  const edits: Edit[] = [{ span: index.table.span, text: inQuotes(to.name) }];
  eachQualifier([index.columns, index.where], (name) => {
    if (isSame(name, table)) edits.push({ span: name.span, text: inQuotes(to.name) });
  });
  return edits;
}

/** Tables that columns are qualified by. */
function eachQualifier(tree: unknown, visit: (table: Identifier) => void): void {
  walk(tree, (node) => {
    if (node.kind === 'name' && 'table' in node && node.table) visit(node.table as Identifier); // a column's name
  });
}

const isSame = (name: Identifier, table: TableSchema): boolean => name.name.toLowerCase() === table.name.toLowerCase();

function viewEdits(session: Session, view: ViewSchema, table: TableSchema, to: Identifier): Edit[] {
  const { tables, columns } = namesIn(session, view, table);
  const text = inQuotes(to.name);
  const names: Identifier[] = tables.map((from) => from.table.name);
  for (const { name } of columns) if (name.table && isSame(name.table, table)) names.push(name.table);
  eachCore(view, (core, from) => {
    if (!from.some((one) => !one.alias && tables.includes(one))) return;
    for (const column of core.columns)
      if (column.kind === 'star' && column.table && isSame(column.table, table)) names.push(column.table);
  });
  return names.map(({ span }) => ({ span, text }));
}
