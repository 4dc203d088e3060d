import { Bug, type Row, type Value } from '../../core/index.js';
import type { Column, Expr } from '../../sql/planner/index.js';
import type { RunContext } from '../context.js';
import { scopeOf } from '../expressions/index.js';
import { Run } from '../run.js';

/**
 * Computes expressions over rows that have these columns, by position. For expressions without subqueries: those of
 * `bindTableExprs`.
 */
export function rowEvaluator(
  columns: readonly Column[],
  exprs: readonly Expr[],
  context: RunContext,
): (row: Row) => Value[] {
  const scope = scopeOf(new Run(context), noSubquery, columns);
  const values = exprs.map((expr) => scope.value(expr));
  return (row) => values.map((value) => value(row));
}

export const noSubquery = (): never => {
  throw new Bug('subquery where none may be');
};
