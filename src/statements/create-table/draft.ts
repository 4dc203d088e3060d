import { type CollationName, findCollation, SqlError } from '../../core/index.js';
import type { ConflictAction, Expr, Identifier, IndexedColumn } from '../../sql/parser/index.js';
import type { CheckConstraint, ForeignKey, SchemaName, StoredColumn } from '../../store/index.js';

/** A table while its definition is read, from the first column to the last constraint. */
export interface Draft {
  readonly schema: SchemaName;
  readonly name: string;
  readonly columns: DraftColumn[];
  readonly checks: CheckConstraint[];
  readonly keys: Key[];
  readonly foreignKeys: ForeignKey[];
  /** The columns of the primary key; absent until there is one. */
  primaryKey?: PrimaryKey;
}

export interface PrimaryKey {
  readonly columns: readonly number[];
  /** The column that stands for the rowid. */
  readonly rowidColumn?: number;
  /** DESC was said of the first column. */
  readonly descending: boolean;
  readonly autoincrement: boolean;
  readonly conflict?: ConflictAction;
}

export type DraftColumn = { -readonly [K in keyof StoredColumn]: StoredColumn[K] };

/** A UNIQUE or PRIMARY KEY constraint that needs an index. */
export interface Key {
  readonly origin: 'u' | 'pk';
  readonly terms: readonly KeyTerm[];
  readonly conflict?: ConflictAction;
}
export interface KeyTerm {
  readonly column: number;
  /** Absent: the column's own, which may be declared later. */
  readonly collation?: CollationName;
  readonly descending: boolean;
}

export function findColumn(draft: { readonly columns: readonly { readonly name: string }[] }, name: string): number {
  const wanted = name.toLowerCase();
  return draft.columns.findIndex((column) => column.name.toLowerCase() === wanted);
}

/** @throws SqlError `no such collation sequence: x` */
export function collationNamed({ name, span }: Identifier): CollationName {
  const collation = findCollation(name);
  if (!collation) throw new SqlError('no-such-collation', `no such collation sequence: ${name}`, span);
  return collation.name;
}

/** The column of a table that a term of a key names, and how. @throws SqlError */
export function keyTerm(draft: Draft, { expr, descending }: IndexedColumn): KeyTerm {
  const { operand, collation } = withoutCollation(expr);
  const name = columnName(operand);
  if (!name) throw new SqlError('misuse', 'expressions prohibited in PRIMARY KEY and UNIQUE constraints', operand.span);
  const column = findColumn(draft, name);
  if (column < 0) throw new SqlError('no-such-column', `no such column: ${name}`, operand.span);
  return { column, descending, ...(collation && { collation }) };
}

/** An expression below its COLLATE, and the outermost collation. */
export function withoutCollation(expr: Expr): { operand: Expr; collation?: CollationName } {
  let operand = expr;
  let collation: CollationName | undefined;
  while (operand.kind === 'collate') {
    const named = collationNamed(operand.collation);
    collation ??= named;
    operand = operand.operand;
  }
  return { operand, ...(collation && { collation }) };
}

/** The name that an expression is; a text is one, too, where only a column can stand. */
export function columnName(expr: Expr): string | undefined {
  if (expr.kind === 'name' && !expr.table) return expr.column.name;
  return expr.kind === 'literal' && typeof expr.value === 'string' ? expr.value : undefined;
}
