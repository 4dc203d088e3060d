import { mapChangePlans } from '../change-exprs.js';
import type { Expr } from '../expr.js';
import { freshCopy } from '../fresh-copy.js';
import { outputColumns, type Plan, type Query, type Shared } from '../plan.js';
import { mapInputs, mapNodeExprs, mapOperands } from '../traverse.js';
import { isVolatile, someInput, someNodeExpr } from '../visit.js';

/**
 * A common table expression read once is its own plan, open to every other rule; read twice it is computed once. Where it
 * lacks a key that only its readers can give, each of them gets a copy.
 * @param canRun whether a plan has all keys that its tables require
 */
export function inlineShared(query: Query, canRun: (plan: Plan) => boolean): Query {
  if (query.shared.length === 0) return query;
  const uses = query.shared.map(() => 0);
  const count = (plan: Plan): Plan => {
    if (plan.kind === 'shared') uses[plan.key] = (uses[plan.key] ?? 0) + 1;
    return plan;
  };
  for (const plan of [query.plan, ...query.shared]) everyPlan(plan, count);
  if (query.change) mapChangePlans(query.change, (plan) => everyPlan(plan, count));
  let { nextId } = query;
  const newId = (): number => nextId++;
  const resolved: Plan[] = [];
  const isInlined: boolean[] = [];
  const inline = (plan: Plan): Plan => {
    const definition = plan.kind === 'shared' && isInlined[plan.key] ? resolved[plan.key] : undefined;
    if (!definition || plan.kind !== 'shared') return plan;
    return underNewNames(uses[plan.key] === 1 ? definition : freshCopy(definition, newId), plan);
  };
  // A definition reads earlier ones alone, so those are resolved when its turn comes.
  for (const [key, plan] of query.shared.entries()) {
    const definition = everyPlan(plan, inline);
    resolved.push(definition);
    isInlined.push(uses[key] === 1 || ((uses[key] ?? 0) > 1 && isCopied(definition) && !canRun(definition)));
  }
  if (!isInlined.includes(true)) return query;
  const plan = everyPlan(query.plan, inline);
  const change = query.change && mapChangePlans(query.change, (one) => everyPlan(one, inline));
  return {
    ...query,
    plan,
    ...(change && { change }),
    shared: resolved.map((one, key) => ((uses[key] ?? 0) > 1 && !isInlined[key] ? one : NOTHING)),
    nextId,
  };
}

/** A table in it requires a key, and a copy gives the same rows. */
const isCopied = (plan: Plan): boolean => requiresKey(plan) && !someNode(plan, isOnce);

const requiresKey = (plan: Plan): boolean =>
  (plan.kind === 'scan' && plan.table.columns.some((column) => column.key?.required)) ||
  someInput(plan, requiresKey, undefined);

const isOnce = (plan: Plan): boolean =>
  plan.kind === 'recursive' || plan.kind === 'working' || someNodeExpr(plan, isVolatile, undefined);

const someNode = (plan: Plan, test: (plan: Plan) => boolean): boolean =>
  test(plan) || someInput(plan, (input) => someNode(input, test), undefined);

const NOTHING: Plan = { kind: 'values', columns: [], rows: [] };

function underNewNames(definition: Plan, use: Shared): Plan {
  const inner = outputColumns(definition);
  return {
    kind: 'project',
    input: definition,
    items: use.columns.map((column, index) => ({ column, expr: { kind: 'column', column: inner[index] ?? column } })),
  };
}

/** Rebuilds every node bottom-up, those of subqueries included. */
function everyPlan(plan: Plan, f: (plan: Plan) => Plan): Plan {
  const deep = (inner: Plan): Plan => everyPlan(inner, f);
  const inExpr = (expr: Expr): Expr => mapOperands(expr, inExpr, deep);
  return f(mapNodeExprs(mapInputs(plan, deep), inExpr, deep));
}
