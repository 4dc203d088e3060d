import type { Expr } from './expr.js';
import type { Join, Plan } from './plan.js';
import { and, columnsIn, conjuncts, mapInputs, outputIds } from './traverse.js';

/** What the optimizer is to do without, so that its plan can be compared with what it would be otherwise. */
export interface OptimizeOptions {
  /** Names of rules; and of what plan-joins does: `lookups` of what a query says of a table's keys, `join-keys`. */
  readonly without?: ReadonlySet<string>;
  /** Hears of relations that may be joined in any order, and says in which; the very list: the optimizer chooses. */
  readonly joinOrder?: (relations: readonly Plan[]) => readonly Plan[];
}

export const NO_OPTIONS: OptimizeOptions = {};

/** The plan with inner joins in the order asked for, as if the query had fixed it by CROSS JOIN. */
export function inGivenOrder(plan: Plan, joinOrder: NonNullable<OptimizeOptions['joinOrder']>): Plan {
  if (!isFree(plan)) return mapInputs(plan, (input) => inGivenOrder(input, joinOrder));
  const relations: Plan[] = [];
  const terms: Expr[] = [];
  flatten(plan, relations, terms);
  const order = joinOrder(relations);
  const settled = (relation: Plan): Plan => inGivenOrder(relation, joinOrder);
  if (order === relations) return withRelations(plan, settled);
  return joined(order, settled, terms);
}

const isFree = (plan: Plan): plan is Join => plan.kind === 'join' && plan.type === 'inner' && !plan.fixed;

function flatten(plan: Plan, relations: Plan[], terms: Expr[]): void {
  if (!isFree(plan)) {
    relations.push(plan);
    return;
  }
  flatten(plan.left, relations, terms);
  flatten(plan.right, relations, terms);
  terms.push(...conjuncts(plan.on));
}

const withRelations = (plan: Plan, settled: (relation: Plan) => Plan): Plan =>
  isFree(plan) ? mapInputs(plan, (input) => withRelations(input, settled)) : settled(plan);

/** A left-deep tree; each condition stands where the last column it reads comes in. */
function joined(order: readonly Plan[], settled: (relation: Plan) => Plan, terms: readonly Expr[]): Plan {
  const owned = new Set(order.flatMap((relation) => [...outputIds(relation)]));
  let open = terms;
  return order.map(settled).reduce((tree, right, at): Plan => {
    const present = new Set(order.slice(0, at + 1).flatMap((relation) => [...outputIds(relation)]));
    const isKnown = (term: Expr): boolean => [...columnsIn(term)].every((id) => present.has(id) || !owned.has(id));
    const on = and(open.filter(isKnown));
    open = open.filter((term) => !isKnown(term));
    return {
      kind: 'join',
      type: 'inner',
      left: tree,
      right,
      fixed: true,
      keys: [],
      method: { kind: 'loop' },
      ...(on && { on }),
    };
  });
}
