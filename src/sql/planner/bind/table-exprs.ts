import type { Catalog } from '../../../catalog/index.js';
import { SqlError } from '../../../core/index.js';
import type { TableSchema } from '../../../store/index.js';
import type * as ast from '../../parser/index.js';
import { walk } from '../../parser/index.js';
import type { Column, Expr } from '../expr.js';
import { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import type { BoundFrom } from './scope.js';
import { bindSlots, rowScope } from './slots.js';

/** Where columns are bare names and the rowid has none, as SQLite's messages call it. */
export type BarePlace = 'index expressions' | 'generated columns';

/** Expressions over a stored table's rows. */
export interface TableExprs {
  /** By slot: what `exprs` read. */
  readonly columns: readonly Column[];
  readonly exprs: readonly Expr[];
}

/**
 * Expressions over the slots of a table's rows: those of indexes, constraints, generated columns and defaults.
 * @param text what the expressions' spans point into
 * @throws SqlError with SQLite's text
 */
export function bindTableExprs(
  catalog: Catalog,
  table: TableSchema,
  exprs: readonly ast.Expr[],
  text: string,
  bare?: BarePlace,
): TableExprs {
  const context = new BindContext(catalog, text);
  const { columns, from } = bindSlots(context, table);
  const scope = rowScope(bare ? withoutRowid(from) : from);
  if (bare) for (const expr of exprs) refuseQualified(expr, table.name, bare);
  return { columns, exprs: exprs.map((expr) => bindExpr(context, scope, expr)) };
}

const withoutRowid = (from: BoundFrom): BoundFrom => ({
  ...from,
  sources: from.sources.map((source) => ({ ...source, columns: source.columns.filter((column) => !column.isRowid) })),
});

/** Names qualified by the table itself; others there are none of. */
function refuseQualified(expr: ast.Expr, table: string, place: BarePlace): void {
  walk(expr, (node) => {
    if (node.kind !== 'name' || !('column' in node)) return;
    if (node.table?.name.toLowerCase() === table.toLowerCase())
      throw new SqlError('misuse', `the "." operator prohibited in ${place}`, node.span);
  });
}
