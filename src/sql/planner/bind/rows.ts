import { SqlError } from '../../../core/index.js';
import type * as ast from '../../parser/index.js';
import type { CompareExpr, CompareOp, Expr } from '../expr.js';
import { outputColumns } from '../plan.js';
import type { BindContext } from './context.js';
import { bindExpr, compare } from './expressions.js';
import type { Scope } from './scope.js';
import { bindSubquery, columnOfSubquery } from './select.js';

/** How many columns an expression stands for: a row value or a subquery can be more than one. */
export function rowWidth(expr: ast.Expr): number {
  if (expr.kind === 'row') return expr.items.length;
  if (expr.kind !== 'subquery') return 1;
  const core = expr.select.body.kind === 'compound' ? expr.select.body.arms[0] : expr.select.body;
  if (core?.kind === 'values') return core.rows[0]?.length ?? 1;
  // A star's width is known only when bound: it counts as a row where the other side is one.
  return core?.columns.some((column) => column.kind === 'star') ? 1 : (core?.columns.length ?? 1);
}

/** The columns of a row value, or of a subquery that stands for one. */
export function rowItems(context: BindContext, scope: Scope | undefined, expr: ast.Expr): readonly Expr[] {
  if (expr.kind === 'row') return expr.items.map((item) => bindExpr(context, scope, item));
  if (expr.kind === 'subquery') {
    const { plan } = bindSubquery(context, scope, expr.select);
    return outputColumns(plan).map((_, index) => columnOfSubquery(context, plan, index));
  }
  return [bindExpr(context, scope, expr)];
}

const counted = (width: number): string => (width === 1 ? 'one value' : `${width} values`);

export function bindRowCompare(
  context: BindContext,
  scope: Scope | undefined,
  op: CompareOp,
  left: ast.Expr,
  right: ast.Expr,
): Expr {
  const lefts = rowItems(context, scope, left);
  const rights = rowItems(context, scope, right);
  if (lefts.length !== rights.length) {
    const hint = `the left side has ${counted(lefts.length)}, the right side ${counted(rights.length)}`;
    throw new SqlError('misuse', 'row value misused', { start: left.span.start, end: right.span.end }, hint);
  }
  const pairs: CompareExpr[] = lefts.map((item, index) => compare('=', item, rights[index] ?? item));
  // Equality of rows is the AND of its parts, NULL logic included, and each part can be pushed on its own.
  return op === '=' ? { kind: 'logical', op: 'and', terms: pairs } : { kind: 'row-compare', op, pairs };
}
