import type { Expr } from './expr.js';
import type { Plan, Query } from './plan.js';
import { mapOperands } from './traverse.js';
import { eachNodeExpr, inputsOf } from './visit.js';

/** A plan's node as people are shown it, with all that runs below it. */
export interface Outline {
  readonly plan: Plan;
  /** Projections around it that only pass its columns on, outermost first: they say nothing. */
  readonly passing: readonly Plan[];
  /** What it is to the node above: an input, a subquery in its expressions, or one that gives a lookup's keys. */
  readonly role: 'input' | 'subquery' | 'keys';
  readonly below: readonly Outline[];
}

/** A query's nodes, and how to write their expressions. */
export interface QueryOutline {
  readonly root: Outline;
  /** What is computed once for several readers. */
  readonly shared: readonly { readonly key: number; readonly root: Outline }[];
  readonly style: { readonly qualify: boolean };
}

export function outlineOf(query: Query): QueryOutline {
  const root = outline(query.plan, 'input');
  const shared = query.shared.flatMap((plan, key) =>
    plan.kind === 'values' && plan.columns.length === 0 ? [] : [{ key, root: outline(plan, 'input') }],
  );
  return { root, shared, style: { qualify: countScans(root) > 1 } };
}

function outline(plan: Plan, role: Outline['role']): Outline {
  const passing: Plan[] = [];
  let shown = plan;
  while (shown.kind === 'project' && shown.items.every((item) => item.expr.kind === 'column')) {
    passing.push(shown);
    shown = shown.input;
  }
  const below = inputsOf(shown).map((input) => outline(input, 'input'));
  eachNodeExpr(
    shown,
    (expr) => collectSubqueries(expr, below),
    (inner) => below.push(outline(inner, 'keys')),
  );
  return { plan: shown, passing, role, below };
}

function collectSubqueries(expr: Expr, into: Outline[]): void {
  mapOperands(
    expr,
    (operand) => {
      collectSubqueries(operand, into);
      return operand;
    },
    (plan) => {
      into.push(outline(plan, 'subquery'));
      return plan;
    },
  );
}

const countScans = ({ plan, below }: Outline): number =>
  below.reduce((sum, child) => sum + countScans(child), plan.kind === 'scan' || plan.kind === 'stored-scan' ? 1 : 0);
