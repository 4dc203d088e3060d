import { SqlError } from '../../../core/index.js';
import type { TableSchema } from '../../../store/index.js';
import type * as ast from '../../parser/index.js';
import type { Column, Expr } from '../expr.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import type { CteScope } from './scope.js';
import { rowScope, type Slots } from './slots.js';

export interface Returning {
  readonly columns: readonly Column[];
  readonly exprs: readonly Expr[];
}

/** RETURNING over the slots of a changed row. Columns are called by the table's own name, whatever its alias is. */
export function bindReturning(
  context: BindContext,
  table: TableSchema,
  slots: Slots,
  items: readonly ast.ResultColumn[],
  ctes: CteScope,
): Returning {
  const sources = slots.from.sources.map((source) => ({ ...source, name: table.name }));
  const scope = rowScope({ ...slots.from, sources }, ctes);
  const columns: Column[] = [];
  const exprs: Expr[] = [];
  const add = (expr: Expr, name: string): void => {
    exprs.push(expr);
    columns.push(context.columnFor(expr, name));
  };
  for (const item of items) {
    if (item.kind === 'star') {
      if (item.table) throw new SqlError('misuse', 'RETURNING may not use "TABLE.*" wildcards', item.span);
      for (const { name, expr } of slots.from.star) add(expr, name);
      continue;
    }
    const expr = bindExpr(context, scope, item.expr);
    const own = item.expr.kind === 'name' && expr.kind === 'column' ? expr.column.name : item.text;
    add(expr, item.alias?.name ?? own);
  }
  return { columns, exprs };
}
