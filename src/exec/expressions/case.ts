import { type CaseExpr, type Column, type Expr, TYPE } from '../../sql/planner/index.js';
import type { Evaluate, ExprScope, Test } from './types.js';

/** CASE evaluates conditions in order and only the branch taken; a base is evaluated once. */
export function caseExpr(expr: CaseExpr, scope: ExprScope): Evaluate {
  if (!expr.base || isCheap(expr.base)) return branches(expr.arms, expr.otherwise, scope);
  const base = scope.value(expr.base);
  const column = slot(scope.run.freshId());
  const cell = scope.run.cell(column.id);
  const arms = expr.arms.map((arm) => ({ ...arm, when: overSlot(arm.when, { kind: 'column', column }) }));
  const choose = branches(arms, expr.otherwise, scope);
  return (row) => {
    cell.value = base(row);
    return choose(row);
  };
}

/** A column that no row has: it is read from its cell, as columns of outer queries are. */
const slot = (id: number): Column => ({
  id,
  name: '',
  affinity: 'none',
  collation: 'binary',
  types: TYPE.any,
  declared: '',
});

const isCheap = (expr: Expr): boolean => expr.kind === 'column' || expr.kind === 'literal' || expr.kind === 'parameter';

function branches(arms: CaseExpr['arms'], otherwise: Expr, scope: ExprScope): Evaluate {
  const whens = arms.map((arm) => scope.isTrue(arm.when));
  const thens = arms.map((arm) => scope.value(arm.then));
  const fallback = scope.value(otherwise);
  return (row) => {
    for (let i = 0; i < whens.length; i++) if ((whens[i] as Test)(row)) return (thens[i] as Evaluate)(row); // within bounds
    return fallback(row);
  };
}

/** The comparison `base = value` with the base read from the slot, its conversion kept. */
function overSlot(when: Expr, slot: Expr): Expr {
  return when.kind === 'compare' ? { ...when, left: rebased(when.left, slot) } : when;
}

function rebased(expr: Expr, slot: Expr): Expr {
  if (expr.kind === 'affinity' || expr.kind === 'collate') return { ...expr, operand: rebased(expr.operand, slot) };
  return expr.kind === 'literal' ? expr : slot; // folding may have computed the base
}
