import { SqlError } from '../../core/index.js';
import {
  type CreateIndex,
  type Expr,
  type Identifier,
  type IndexedColumn,
  type JoinFrom,
  parse,
  printName,
  walk,
} from '../../sql/parser/index.js';
import type { IndexSchema, TableSchema, ViewSchema } from '../../store/index.js';
import { findColumn, withoutCollation } from '../create-table/draft.js';
import { statementOf } from '../create-table/index.js';
import type { Session } from '../session.js';
import { type Edit, renaming } from './edits.js';
import { rename } from './rename.js';
import { namesIn, tablesIn } from './view-names.js';

interface Renaming {
  readonly from: Identifier;
  readonly to: Identifier;
}

/** ALTER TABLE … RENAME COLUMN: the name wherever it means that column. */
export function renameColumn(session: Session, table: TableSchema, { from, to }: Renaming): void {
  const slot = findColumn(table, from.name);
  if (slot < 0) throw new SqlError('no-such-column', `no such column: "${printName(from)}"`, from.span);
  const edits = (names: readonly Identifier[]): Edit[] => names.map((name) => renaming(name, to));
  rename(session, table, {
    inTable: (one) => edits(tableNames(one, table, from.name)),
    inIndex: (index) => edits(indexNames(index, from.name)),
    inView: (view) => edits(viewNames(session, view, table, slot)),
  });
}

/** In the text of `owner`: where it is the table itself, all names of the column; in any case, foreign keys that lead to it. */
function tableNames(owner: TableSchema, table: TableSchema, column: string): Identifier[] {
  const { body } = statementOf(owner);
  if (body.kind !== 'columns') return [];
  const isItself = owner === table;
  const is = (name: Identifier): boolean => name.name.toLowerCase() === column.toLowerCase();
  const names: Identifier[] = [];
  for (const one of [...body.columns.flatMap(({ constraints }) => constraints), ...body.constraints]) {
    if (one.kind === 'references' || one.kind === 'foreign-key') {
      if (one.table.name.toLowerCase() === table.name.toLowerCase()) names.push(...(one.targets ?? []).filter(is));
      if (one.kind === 'foreign-key' && isItself) names.push(...one.columns.filter(is));
    } else if (isItself) names.push(...columnNames(one, column));
  }
  if (isItself) names.push(...body.columns.map(({ name }) => name).filter(is));
  return names;
}

const indexNames = ({ sql }: IndexSchema & { sql: string }, column: string): Identifier[] => {
  const { columns, where } = parse(sql)[0] as CreateIndex; // an index's text is nothing else
  return columnNames([columns, where], column);
};

/** Names of a column in expressions over its table alone, and in terms of keys, where a text is a name, too. */
function columnNames(tree: unknown, column: string): Identifier[] {
  const wanted = column.toLowerCase();
  const names: Identifier[] = [];
  walk(tree, (node) => {
    const one = node as Expr; // kinds that no expression has match nothing below
    if (one.kind === 'name' && one.column.name.toLowerCase() === wanted) names.push(one.column);
  });
  for (const term of keyTerms(tree)) {
    const { operand } = withoutCollation(term);
    if (operand.kind !== 'literal' || typeof operand.value !== 'string') continue;
    if (operand.value.toLowerCase() === wanted) names.push({ name: operand.value, quote: "'", span: operand.span });
  }
  return names;
}

/** The terms of PRIMARY KEY (…), UNIQUE (…) and CREATE INDEX … (…). */
function keyTerms(tree: unknown): Expr[] {
  const [columns] = Array.isArray(tree) ? tree : [(tree as { readonly columns?: unknown }).columns];
  return Array.isArray(columns) ? columns.map((term: IndexedColumn) => term.expr) : [];
}

/** In a view: names of the column, and of USING (…) where the table takes part. */
function viewNames(session: Session, view: ViewSchema, table: TableSchema, slot: number): Identifier[] {
  const wanted = table.columns[slot]?.name.toLowerCase();
  const is = (name: Identifier): boolean => name.name.toLowerCase() === wanted;
  const { tables, columns } = namesIn(session, view, table);
  const names = columns.filter((column) => column.slot === slot).map(({ name }) => name.column);
  walk(view.select, (node) => {
    if (node.kind !== 'join') return;
    const join = node as JoinFrom; // the only node of that kind
    if (join.using && tablesIn(join).some((one) => tables.includes(one))) names.push(...join.using);
  });
  return names.filter(is);
}
