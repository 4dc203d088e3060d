import { applyAffinity, isTrue, type Row, SqlError, type Value } from '../../core/index.js';
import { rowEvaluator } from '../../exec/index.js';
import type { ColumnDefinition, Expr } from '../../sql/parser/index.js';
import { bindTableExprs } from '../../sql/planner/index.js';
import { rowidSlot, type StoredColumn, type StoredTable, type TableSchema, tableIn } from '../../store/index.js';
import { addColumn as addDefinition } from '../create-table/columns.js';
import type { RunOptions } from '../prepared.js';
import { runContext, type Session } from '../session.js';
import { endOfColumns } from './column-list.js';
import { redefined } from './redefine.js';
import { withColumns } from './rows.js';

/** ALTER TABLE … ADD COLUMN: rows there are get its default. */
export function addColumn(
  session: Session,
  table: TableSchema,
  definition: ColumnDefinition,
  text: string,
  options: RunOptions,
): void {
  const { database } = session;
  refuseKeys(table, definition);
  const end = endOfColumns(table.sql, table.columns.length);
  const added = text.slice(definition.span.start, definition.span.end);
  const sql = `${table.sql.slice(0, end)}, ${added}${table.sql.slice(end)}`;
  const next = redefined(session, table, { table: sql }, 'after add column');
  const column = next.columns[table.columns.length];
  if (!column) return;
  if (tableIn(database.view(), table).size > 0) refuseForRows(column);
  const rows = filled(session, table, next, column, options);
  checkRows(session, next, column, rows, options);
  database.alter(table, next, rows);
}

/** @throws SqlError for a definition that is wrong in itself, or a key */
function refuseKeys(table: TableSchema, definition: ColumnDefinition): void {
  const { name, constraints } = definition;
  const { schema } = table;
  addDefinition(
    { schema, name: table.name, columns: [...table.columns], checks: [], keys: [], foreignKeys: [] },
    definition,
  );
  const has = (kind: string): boolean => constraints.some((constraint) => constraint.kind === kind);
  if (has('primary-key')) throw new SqlError('misuse', 'Cannot add a PRIMARY KEY column', name.span);
  if (has('unique')) throw new SqlError('misuse', 'Cannot add a UNIQUE column', name.span);
}

/** What an empty table may get, but not one with rows. @throws SqlError */
function refuseForRows(column: StoredColumn): void {
  if (column.generated) {
    if (column.generated.stored) throw new SqlError('misuse', 'cannot add a STORED column');
    return;
  }
  const expr = column.default?.expr;
  if (column.notNull && isNull(expr))
    throw new SqlError('misuse', 'Cannot add a NOT NULL column with default value NULL');
  if (expr && !isLiteral(expr)) throw new SqlError('misuse', 'Cannot add a column with non-constant default');
}

const isNull = (expr: Expr | undefined): boolean => !expr || (expr.kind === 'literal' && expr.value === null);

/** What SQLite takes for a constant there: a literal, with signs, a cast or a collation. */
function isLiteral(expr: Expr): boolean {
  switch (expr.kind) {
    case 'literal':
      return true;
    case 'name':
      return true; // TRUE or FALSE: no other name is a default
    case 'unary':
      return expr.op !== 'not' && expr.op !== '~' && isLiteral(expr.operand);
    case 'cast':
    case 'collate':
      return isLiteral(expr.operand);
    default:
      return false;
  }
}

function filled(
  session: Session,
  table: TableSchema,
  next: TableSchema,
  { default: given, generated, affinity }: StoredColumn,
  options: RunOptions,
): StoredTable {
  const expr = generated?.expr ?? given?.expr;
  const width = table.columns.length;
  const value = expr && valueOf(session, next, expr, options);
  return withColumns(
    session,
    table,
    next,
    (row) => {
      const columns = row.slice(0, width);
      // The new column's own slot stands before the rowid's.
      const added = value?.([...columns, null, row[rowidSlot(table)] ?? null]) ?? null;
      return [...columns, applyAffinity(added, affinity)];
    },
    options,
  );
}

function valueOf(session: Session, table: TableSchema, expr: Expr, options: RunOptions): (row: Row) => Value {
  const { columns, exprs } = bindTableExprs(session.catalog, table, [expr], table.sql);
  const evaluate = rowEvaluator(columns, exprs, runContext(session, options));
  return (row) => evaluate(row)[0] ?? null;
}

/** What SQLite looks at once the column is there. @throws SqlError */
function checkRows(
  session: Session,
  table: TableSchema,
  column: StoredColumn,
  rows: StoredTable,
  options: RunOptions,
): void {
  const { columns, exprs } = bindTableExprs(
    session.catalog,
    table,
    table.checks.map((check) => check.expr),
    table.sql,
  );
  const evaluate = rowEvaluator(columns, exprs, runContext(session, options));
  const slot = table.columns.indexOf(column);
  for (const batch of rows.rows.batches(undefined, undefined, false)) {
    for (const row of batch) {
      if (evaluate(row).some(isFalse)) throw new SqlError('constraint', 'CHECK constraint failed');
      if (column.notNull && row[slot] === null) throw new SqlError('constraint', 'NOT NULL constraint failed');
    }
  }
}

const isFalse = (value: Value): boolean => isTrue(value) === false;
