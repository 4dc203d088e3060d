import { affinityOfType, SqlError } from '../../core/index.js';
import type { ColumnConstraint, ColumnDefinition } from '../../sql/parser/index.js';
import { isConstant } from '../expression-rules.js';
import { collationNamed, type Draft, type DraftColumn, findColumn } from './draft.js';
import { addForeignKey } from './foreign-keys.js';
import { addCheck, addPrimaryKey } from './keys.js';

/** SQLite's limit (SQLITE_MAX_COLUMN). */
const MAX_COLUMNS = 2000;

/** Types that SQLite knows as a whole: it keeps them in capitals. */
const STANDARD_TYPES = new Set(['ANY', 'BLOB', 'INT', 'INTEGER', 'REAL', 'TEXT']);

/** Adds a column with its constraints to the table. @throws SqlError */
export function addColumn(draft: Draft, definition: ColumnDefinition): void {
  if (draft.columns.length >= MAX_COLUMNS)
    throw new SqlError('limit', `too many columns on ${draft.name}`, definition.name.span);
  if (findColumn(draft, definition.name.name) >= 0)
    throw new SqlError('misuse', `duplicate column name: ${definition.name.name}`, definition.name.span);
  const column = newColumn(definition.name.name, definition.type);
  draft.columns.push(column);
  for (const constraint of definition.constraints) constrain(draft, column, constraint, definition);
}

export function newColumn(name: string, written: string): DraftColumn {
  const type = withoutQuotes(written);
  const upper = type.toUpperCase();
  const declared = STANDARD_TYPES.has(upper) ? upper : type;
  return { name, declared, affinity: affinityOfType(declared), collation: 'binary', keyPosition: 0, notNull: false };
}

/** A type may be quoted; only what is in the quotes counts then. */
function withoutQuotes(type: string): string {
  const [, quote, inner, bracketed] = /^(?:(['"`])((?:(?!\1)[^]|\1\1)*)\1|\[([^\]]*)\])/.exec(type) ?? [];
  if (bracketed !== undefined) return bracketed;
  return quote === undefined || inner === undefined ? type : inner.replaceAll(quote + quote, quote);
}

function constrain(draft: Draft, column: DraftColumn, one: ColumnConstraint, { name, span }: ColumnDefinition): void {
  switch (one.kind) {
    case 'primary-key':
      addPrimaryKey(draft, { ...one, column: draft.columns.length - 1 }, span);
      return;
    case 'unique': {
      const term = { column: draft.columns.length - 1, descending: false };
      draft.keys.push({ origin: 'u', terms: [term], ...(one.onConflict && { conflict: one.onConflict }) });
      return;
    }
    case 'not-null':
      column.notNull = true;
      if (one.onConflict) column.notNullConflict = one.onConflict;
      else delete column.notNullConflict;
      return;
    case 'null':
      return;
    case 'check':
      addCheck(draft, one);
      return;
    case 'default':
      addDefault(column, one);
      return;
    case 'collate':
      column.collation = collationNamed(one.collation);
      return;
    case 'generated':
      if (column.default) throw new SqlError('misuse', `error in generated column "${name.name}"`, one.expr.span);
      if (column.keyPosition > 0) throw generatedKey(span);
      column.generated = { expr: one.expr, stored: one.stored };
      return;
    case 'references':
      addForeignKey(draft, { ...one, columns: [name] }, true);
      return;
  }
}

export const generatedKey = (span: ColumnDefinition['span']): SqlError =>
  new SqlError('misuse', 'generated columns cannot be part of the PRIMARY KEY', span);

function addDefault(column: DraftColumn, { expr, text }: Extract<ColumnConstraint, { kind: 'default' }>): void {
  if (!isConstant(expr))
    throw new SqlError('misuse', `default value of column [${column.name}] is not constant`, expr.span);
  if (column.generated) throw new SqlError('misuse', 'cannot use DEFAULT on a generated column', expr.span);
  column.default = { expr, text: text.startsWith('(') ? text.slice(1, -1).trim() : text };
}
