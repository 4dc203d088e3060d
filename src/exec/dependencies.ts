import {
  type Expr,
  freeColumns,
  hasSubquery,
  type Plan,
  someInput,
  someNodeExpr,
  someOperand,
} from '../sql/planner/index.js';

/** What a plan's rows depend on besides the host: two runs with the same of these give the same rows. */
export interface Dependencies {
  /** Recursions around it whose current row it reads. */
  readonly working: ReadonlySet<number>;
  /** Lookup joins around it whose keys it reads. */
  readonly sets: ReadonlySet<number>;
  readonly isVolatile: boolean;
}

interface Found {
  readonly working: Set<number>;
  readonly sets: Set<number>;
  isVolatile: boolean;
}

const known = new WeakMap<Plan, Dependencies>();
/** Nearly every plan's; what a weak map holds lives on until the next full collection. */
const NONE: Dependencies = { working: new Set(), sets: new Set(), isVolatile: false };

export function dependenciesOf(plan: Plan): Dependencies {
  let found = known.get(plan);
  if (!found) {
    const all = find(plan);
    found = all.working.size === 0 && all.sets.size === 0 && !all.isVolatile ? NONE : all;
    known.set(plan, found);
  }
  return found;
}

/** True when the plan gives the same rows however often it runs within a statement. */
export function isStable(plan: Plan): boolean {
  const { working, sets, isVolatile } = dependenciesOf(plan);
  return !isVolatile && working.size === 0 && sets.size === 0 && freeColumns(plan).length === 0;
}

function find(plan: Plan): Dependencies {
  const found: Found = { working: new Set(), sets: new Set(), isVolatile: false };
  someNodeExpr(plan, addExpr, found, addPlan);
  someInput(plan, addPlan, found);
  if (plan.kind === 'working') found.working.add(plan.id);
  if (plan.kind === 'scan') for (const term of plan.lookups) if ('set' in term) found.sets.add(term.set);
  if (plan.kind === 'stored-scan')
    for (const values of plan.access?.equals ?? []) if (values.kind === 'keys') found.sets.add(values.set);
  // What a node provides itself is nothing it depends on.
  if (plan.kind === 'recursive') found.working.delete(plan.id);
  if (plan.kind === 'join' && plan.method.kind === 'lookup')
    for (const set of plan.method.sets) found.sets.delete(set.id);
  return found;
}

function addPlan(plan: Plan, found: Found): void {
  const below = dependenciesOf(plan);
  for (const id of below.working) found.working.add(id);
  for (const id of below.sets) found.sets.add(id);
  found.isVolatile ||= below.isVolatile;
}

function addExpr(expr: Expr, found: Found): void {
  if (expr.kind === 'call' && expr.fn.volatile) found.isVolatile = true;
  someOperand(expr, addExpr, found, addPlan);
}

/** Subqueries among the expressions of this very node: those that may suspend it. */
export const anySubquery = (exprs: readonly (Expr | undefined)[]): boolean =>
  exprs.some((expr) => expr !== undefined && hasSubquery(expr));
