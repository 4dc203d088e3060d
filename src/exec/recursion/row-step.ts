import type { Row } from '../../core/index.js';
import type { Column, Plan } from '../../sql/planner/index.js';
import { outputColumns } from '../../sql/planner/index.js';
import { anySubquery } from '../dependencies.js';
import type { ExprScope } from '../expressions/index.js';

/** What a step makes of the row that the recursion is at: one row, or none. */
export type RowStep = (row: Row) => Row | undefined;

/**
 * A step that only filters and projects the working row, as a function: no operator is opened for it. Undefined where it
 * does more than that.
 */
export function rowStep(
  plan: Plan,
  id: number,
  scopeOf: (columns: readonly Column[]) => ExprScope,
): RowStep | undefined {
  if (plan.kind === 'working') return plan.id === id ? (row) => row : undefined;
  if (plan.kind !== 'filter' && plan.kind !== 'project') return undefined;
  const input = rowStep(plan.input, id, scopeOf);
  const scope = scopeOf(outputColumns(plan.input));
  if (!input) return undefined;
  if (plan.kind === 'filter') {
    if (anySubquery([plan.predicate])) return undefined;
    const passes = scope.isTrue(plan.predicate);
    return (row) => {
      const given = input(row);
      return given && passes(given) ? given : undefined;
    };
  }
  const exprs = plan.items.map((item) => item.expr);
  if (anySubquery(exprs)) return undefined;
  const values = exprs.map((expr) => scope.value(expr));
  return (row) => {
    const given = input(row);
    return given && values.map((value) => value(given));
  };
}
