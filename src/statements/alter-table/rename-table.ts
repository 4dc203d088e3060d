import { SqlError } from '../../core/index.js';
import { type CreateIndex, type Identifier, parse, walk } from '../../sql/parser/index.js';
import type { IndexSchema, TableSchema, ViewSchema } from '../../store/index.js';
import { statementOf } from '../create-table/index.js';
import { inQuotes } from '../identifiers.js';
import { checkReserved, findIndex, takenBy } from '../names.js';
import type { Session } from '../session.js';
import type { Edit } from './edits.js';
import { rename } from './rename.js';
import { eachCore, namesIn } from './view-names.js';

/** ALTER TABLE … RENAME TO: the table's name wherever it stands, in other tables' foreign keys and in views, too. */
export function renameTable(session: Session, table: TableSchema, to: Identifier): void {
  if (takenBy(session, to.name, table.schema) || findIndex(session, to.name, table.schema))
    throw new SqlError('misuse', `there is already another table or index with this name: ${to.name}`, to.span);
  checkReserved(to);
  rename(session, table, {
    inTable: (one) => tableEdits(one, table, to),
    inIndex: (index) => indexEdits(index, table, to),
    inView: (view) => viewEdits(session, view, table, to),
  });
}

/** In the text of `owner`: foreign keys that lead to the table; in its own, its name and columns qualified by it, too. */
function tableEdits(owner: TableSchema, table: TableSchema, to: Identifier): Edit[] {
  const isItself = owner === table;
  const edits: Edit[] = [];
  const edit = (name: Identifier | undefined): void => {
    if (name && isSame(name, table)) edits.push({ span: name.span, text: inQuotes(to.name) });
  };
  const { table: own, body } = statementOf(owner);
  if (isItself) edits.push({ span: own.name.span, text: inQuotes(to.name) });
  if (body.kind !== 'columns') return edits;
  for (const one of [...body.columns.flatMap((column) => column.constraints), ...body.constraints])
    if (one.kind === 'references' || one.kind === 'foreign-key') edit(one.table);
  if (isItself) eachQualifier(body, edit);
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
