import type { Catalog } from '../../catalog/index.js';
import { type CollationName, SqlError } from '../../core/index.js';
import { type CreateIndex, type Expr, type IndexedColumn, printExpr } from '../../sql/parser/index.js';
import { bindTableExprs, collationOf } from '../../sql/planner/index.js';
import { type IndexSchema, type IndexTerm, rowidSlot, type TableSchema } from '../../store/index.js';
import { columnName, findColumn, withoutCollation } from '../create-table/draft.js';
import { checkKept } from '../expression-rules.js';

interface Source {
  /** What the spans of the statement point into. */
  readonly text: string;
  /** As `sqlite_schema` shows it. */
  readonly sql: string;
  readonly created?: number;
}

/** The table with one more index, and the slots it needs. @throws SqlError with SQLite's text */
export function withIndex(
  catalog: Catalog,
  table: TableSchema,
  { index, unique, columns, where }: CreateIndex,
  { text, sql, created }: Source,
): TableSchema {
  const computed = [...table.computed];
  const slotOf = (expr: Expr): number => rowidSlot(table) + 1 + position(computed, expr);
  const terms = columns.map((column) => indexTerm(catalog, table, column, text, slotOf));
  if (where) {
    checkKept(where, 'partial index WHERE clauses');
    bindTableExprs(catalog, table, [where], text);
  }
  const added: IndexSchema = {
    kind: 'index',
    schema: table.schema,
    name: index.name.name,
    table: table.name,
    unique,
    terms,
    ...(where && { where: { slot: slotOf(where), expr: where } }),
    origin: 'c',
    sql,
    ...(created !== undefined && { created }),
  };
  return { ...table, computed, indexes: [...table.indexes, added] };
}

/** Where an expression is among those computed; it is added where it is not. */
function position(computed: Expr[], expr: Expr): number {
  const printed = printExpr(expr);
  const at = computed.findIndex((one) => printExpr(one) === printed);
  return at < 0 ? computed.push(expr) - 1 : at;
}

function indexTerm(
  catalog: Catalog,
  table: TableSchema,
  { expr, descending }: IndexedColumn,
  text: string,
  slotOf: (expr: Expr) => number,
): IndexTerm {
  const { operand, collation } = withoutCollation(expr);
  const slot = namedColumn(table, operand);
  if (slot !== undefined)
    return { slot, collation: collation ?? table.columns[slot]?.collation ?? 'binary', descending };
  checkKept(operand, 'index expressions');
  const { exprs } = bindTableExprs(catalog, table, [operand], text, 'index expressions');
  return { slot: slotOf(operand), collation: collation ?? innerCollation(exprs[0]), descending };
}

/** The column that a term is; undefined: an expression. @throws SqlError for the name of no column */
function namedColumn(table: TableSchema, operand: Expr): number | undefined {
  const name = columnName(operand);
  if (name === undefined) return undefined;
  const slot = findColumn(table, name);
  if (slot >= 0) return slot;
  // What is in double quotes may be a text; in single ones it would be a column here.
  if (operand.kind === 'name' && operand.column.quote === '"') return undefined;
  throw new SqlError('no-such-column', `no such column: ${name}`, operand.span);
}

/** The collation that an expression has by itself. */
function innerCollation(expr: Parameters<typeof collationOf>[0] | undefined): CollationName {
  return expr ? collationOf(expr) : 'binary';
}
