import type { Row } from '../../core/index.js';
import type { Column, Expr, Plan } from '../../sql/planner/index.js';
import { outputColumns } from '../../sql/planner/index.js';
import { anySubquery } from '../dependencies.js';
import type { ExprScope } from '../expressions/index.js';
import { stepKernel, Warming } from '../generate/index.js';

/** What a step makes of the row that the recursion is at: one row, or none. */
export type RowStep = (row: Row) => Row | undefined;

/**
 * A step that filters the working row and projects it, as a function: no operator is opened for it. Undefined where it does
 * anything else.
 */
export function rowStep(
  plan: Plan,
  id: number,
  scopeOf: (columns: readonly Column[]) => ExprScope,
): RowStep | undefined {
  if (plan.kind !== 'project') return undefined;
  const predicates: Expr[] = [];
  let input = plan.input;
  for (; input.kind === 'filter'; input = input.input) predicates.unshift(input.predicate);
  const items = plan.items.map((item) => item.expr);
  if (input.kind !== 'working' || input.id !== id || anySubquery([...predicates, ...items])) return undefined;
  const scope = scopeOf(outputColumns(input));
  const tests = predicates.map((predicate) => scope.isTrue(predicate));
  const values = items.map((item) => scope.value(item));
  const closures: RowStep = (row) =>
    tests.every((passes) => passes(row)) ? values.map((value) => value(row)) : undefined;
  const step = new Warming(closures, () => stepKernel(predicates, items, scope), scope.run.warmRows);
  return (row) => step.take(1)(row);
}
