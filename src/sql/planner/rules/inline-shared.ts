import { mapChangePlans } from '../change-exprs.js';
import type { Expr } from '../expr.js';
import { outputColumns, type Plan, type Query, type Shared } from '../plan.js';
import { mapInputs, mapNodeExprs, mapOperands } from '../traverse.js';

/** A common table expression read once is its own plan, open to every other rule; read twice it is computed once. */
export function inlineShared(query: Query): Query {
  if (query.shared.length === 0) return query;
  const uses = query.shared.map(() => 0);
  const count = (plan: Plan): Plan => {
    if (plan.kind === 'shared') uses[plan.key] = (uses[plan.key] ?? 0) + 1;
    return plan;
  };
  for (const plan of [query.plan, ...query.shared]) everyPlan(plan, count);
  if (query.change) mapChangePlans(query.change, (plan) => everyPlan(plan, count));
  if (uses.every((n) => n > 1)) return query;
  const resolved: Plan[] = [];
  const inline = (plan: Plan): Plan => {
    const definition = plan.kind === 'shared' && uses[plan.key] === 1 ? resolved[plan.key] : undefined;
    return definition && plan.kind === 'shared' ? underNewNames(definition, plan) : plan;
  };
  // A definition reads earlier ones alone, so those are resolved when its turn comes.
  for (const plan of query.shared) resolved.push(everyPlan(plan, inline));
  const plan = everyPlan(query.plan, inline);
  const change = query.change && mapChangePlans(query.change, (one) => everyPlan(one, inline));
  return {
    ...query,
    plan,
    ...(change && { change }),
    shared: resolved.map((one, key) => ((uses[key] ?? 0) > 1 ? one : NOTHING)),
  };
}

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
