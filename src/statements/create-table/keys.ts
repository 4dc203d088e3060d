import type { Span } from '../../core/index.js';
import { SqlError } from '../../core/index.js';
import type { ConflictAction, Expr, Identifier, TableConstraint } from '../../sql/parser/index.js';
import { generatedKey } from './columns.js';
import { columnName, type Draft, findColumn, type KeyTerm, keyTerm, withoutCollation } from './draft.js';
import { addForeignKey } from './foreign-keys.js';

/** Adds a constraint that stands behind the columns. @throws SqlError */
export function addTableConstraint(draft: Draft, constraint: TableConstraint, span: Span): void {
  switch (constraint.kind) {
    case 'primary-key':
      addPrimaryKey(draft, constraint, span);
      return;
    case 'unique': {
      const terms = constraint.columns.map((one) => keyTerm(draft, one));
      draft.keys.push({ origin: 'u', terms, ...(constraint.onConflict && { conflict: constraint.onConflict }) });
      return;
    }
    case 'check':
      addCheck(draft, constraint);
      return;
    case 'foreign-key':
      addForeignKey(draft, constraint, false);
      return;
  }
}

export function addCheck(draft: Draft, check: { name?: Identifier; expr: Expr; text: string }): void {
  draft.checks.push({ ...(check.name && { name: check.name.name }), expr: check.expr, text: check.text });
}

type PrimaryKeyClause = {
  readonly onConflict?: ConflictAction;
  readonly autoincrement: boolean;
} & (
  | { readonly column: number; readonly descending: boolean }
  | Pick<Extract<TableConstraint, { kind: 'primary-key' }>, 'columns'>
);

export function addPrimaryKey(draft: Draft, clause: PrimaryKeyClause, span: Span): void {
  if (draft.primaryKey) throw new SqlError('misuse', `table "${draft.name}" has more than one primary key`, span);
  const columns = 'column' in clause ? [clause.column] : clause.columns.map((one) => namedColumn(draft, one.expr));
  columns.forEach((at, position) => {
    const column = draft.columns[at];
    if (!column) return; // an unknown name: complained of below
    if (column.generated) throw generatedKey(span);
    if (column.keyPosition === 0) column.keyPosition = position + 1;
  });
  const [only] = columns;
  const conflict = clause.onConflict && { conflict: clause.onConflict };
  // "INTEGER PRIMARY KEY DESC" is no rowid: a mistake of old that SQLite keeps (lang_createtable, "ROWIDs and the INTEGER PRIMARY KEY").
  const isRowid =
    columns.length === 1 &&
    only !== undefined &&
    draft.columns[only]?.declared === 'INTEGER' &&
    !('column' in clause && clause.descending);
  if (!isRowid && clause.autoincrement)
    throw new SqlError('misuse', 'AUTOINCREMENT is only allowed on an INTEGER PRIMARY KEY', span);
  draft.primaryKey = {
    columns,
    ...(isRowid && { rowidColumn: only }),
    descending: ('column' in clause ? clause : clause.columns[0])?.descending ?? false,
    autoincrement: clause.autoincrement,
    ...conflict,
  };
  if (!isRowid) draft.keys.push({ origin: 'pk', terms: keyTerms(draft, clause), ...conflict });
}

const keyTerms = (draft: Draft, clause: PrimaryKeyClause): KeyTerm[] =>
  'column' in clause
    ? [{ column: clause.column, descending: clause.descending }]
    : clause.columns.map((one) => keyTerm(draft, one));

/** -1 where it is no column: {@link keyTerm} tells why. */
const namedColumn = (draft: Draft, expr: Expr): number =>
  findColumn(draft, columnName(withoutCollation(expr).operand) ?? '');
