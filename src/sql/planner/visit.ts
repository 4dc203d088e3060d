import type { AggregateCall, CaseExpr, Expr, WindowCall } from './expr.js';
import type { KeyValues, LookupTerm, Plan, StoredAccess } from './plan.js';

/*
 * Looking at expressions and plans without rebuilding them. Visitors take a `context` instead of closing over it: every
 * query is walked many times, and a closure for each node would cost more than the rest. So no switch below holds a
 * closure: V8 would make what that could see at each call, in whichever arm.
 */

/** Looks at one expression; `true` ends the walk. */
export type ExprVisit<C> = (expr: Expr, context: C) => unknown;
/** Looks at one plan; `true` ends the walk. */
export type PlanVisit<C> = (plan: Plan, context: C) => unknown;

/**
 * True as soon as `visit` gives true for a direct operand, in order, or `plans` for the plan of a subquery; visitors that
 * give nothing see them all.
 */
export function someOperand<C>(expr: Expr, visit: ExprVisit<C>, context: C, plans?: PlanVisit<C>): boolean {
  switch (expr.kind) {
    case 'literal':
    case 'column':
    case 'parameter':
      return false;
    case 'unary':
    case 'not':
    case 'null-test':
    case 'truth-test':
    case 'cast':
    case 'affinity':
    case 'collate':
    case 'in-keys':
      return visit(expr.operand, context) === true;
    case 'arithmetic':
    case 'compare':
      return visit(expr.left, context) === true || visit(expr.right, context) === true;
    case 'logical':
      return someOf(expr.terms, visit, context);
    case 'row-compare':
      return someSide(expr.pairs, visit, context);
    case 'in-list':
      return visit(expr.operand, context) === true || someOf(expr.items, visit, context);
    case 'in-subquery':
      return someOf(expr.operands, visit, context) || plans?.(expr.subquery.plan, context) === true;
    case 'exists':
    case 'scalar-subquery':
      return plans?.(expr.subquery.plan, context) === true;
    case 'pattern':
      return (
        visit(expr.operand, context) === true ||
        visit(expr.pattern, context) === true ||
        (expr.escape !== undefined && visit(expr.escape, context) === true)
      );
    case 'case':
      return (
        (expr.base !== undefined && visit(expr.base, context) === true) ||
        someArm(expr.arms, visit, context) ||
        visit(expr.otherwise, context) === true
      );
    case 'call':
      return someOf(expr.args, visit, context);
  }
}

function someOf<C>(exprs: readonly Expr[], visit: ExprVisit<C>, context: C): boolean {
  for (const expr of exprs) if (visit(expr, context) === true) return true;
  return false;
}

/** As {@link someOperand}, for the expressions that stand in this very node, and the plans inside its lookups. */
export function someNodeExpr<C>(plan: Plan, visit: ExprVisit<C>, context: C, plans?: PlanVisit<C>): boolean {
  switch (plan.kind) {
    case 'project':
      return someWithin(plan.items, visit, context);
    case 'filter':
      return visit(plan.predicate, context) === true;
    case 'scan':
      return (
        someLookup(plan.lookups, visit, context, plans) ||
        (plan.checks !== undefined && someOf(plan.checks, visit, context)) ||
        optional(plan.limit, visit, context)
      );
    case 'stored-scan':
      return (
        (plan.access !== undefined && someInAccess(plan.access, visit, context, plans)) ||
        optional(plan.limit, visit, context)
      );
    case 'function-scan':
      return someArg(plan.args, visit, context) || someWithin(plan.bounds, visit, context);
    case 'values':
      return someCell(plan.rows, visit, context);
    case 'join':
      return (
        optional(plan.on, visit, context) ||
        someSide(plan.keys, visit, context) ||
        (plan.method.kind === 'lookup' && someWithin(plan.method.sets, visit, context))
      );
    case 'aggregate':
      return (
        someWithin(plan.groups, visit, context) ||
        someInAggregates(plan.calls, visit, context) ||
        someWithin(plan.bare, visit, context)
      );
    case 'window':
      return (
        someOf(plan.partitionBy, visit, context) ||
        someWithin(plan.orderBy, visit, context) ||
        someInCalls(plan.calls, visit, context)
      );
    case 'sort':
      return someWithin(plan.terms, visit, context) || optional(plan.limit, visit, context);
    case 'limit':
      return visit(plan.limit, context) === true || optional(plan.offset, visit, context);
    case 'recursive':
      return (
        someWithin(plan.orderBy, visit, context) ||
        optional(plan.limit, visit, context) ||
        optional(plan.offset, visit, context)
      );
    case 'distinct':
    case 'union-all':
    case 'set-operation':
    case 'shared':
    case 'working':
      return false;
  }
}

function optional<C>(expr: Expr | undefined, visit: ExprVisit<C>, context: C): boolean {
  return expr !== undefined && visit(expr, context) === true;
}

function someWithin<C>(list: readonly { readonly expr: Expr }[], visit: ExprVisit<C>, context: C): boolean {
  for (const { expr } of list) if (visit(expr, context) === true) return true;
  return false;
}

function someSide<C>(
  pairs: readonly { readonly left: Expr; readonly right: Expr }[],
  visit: ExprVisit<C>,
  context: C,
): boolean {
  for (const { left, right } of pairs) if (visit(left, context) === true || visit(right, context) === true) return true;
  return false;
}

function someArm<C>(arms: CaseExpr['arms'], visit: ExprVisit<C>, context: C): boolean {
  for (const { when, then } of arms) if (visit(when, context) === true || visit(then, context) === true) return true;
  return false;
}

function someArg<C>(args: readonly (Expr | undefined)[], visit: ExprVisit<C>, context: C): boolean {
  for (const arg of args) if (optional(arg, visit, context)) return true;
  return false;
}

function someCell<C>(rows: readonly (readonly Expr[])[], visit: ExprVisit<C>, context: C): boolean {
  for (const row of rows) if (someOf(row, visit, context)) return true;
  return false;
}

function someLookup<C>(
  terms: readonly LookupTerm[],
  visit: ExprVisit<C>,
  context: C,
  plans: PlanVisit<C> | undefined,
): boolean {
  for (const term of terms) if (someInLookup(term, visit, context, plans)) return true;
  return false;
}

function someInAggregates<C>(calls: readonly AggregateCall[], visit: ExprVisit<C>, context: C): boolean {
  for (const call of calls)
    if (someInCall(call, visit, context) || someWithin(call.orderBy, visit, context)) return true;
  return false;
}

function someInCalls<C>(calls: readonly WindowCall[], visit: ExprVisit<C>, context: C): boolean {
  for (const call of calls) if (someInCall(call, visit, context)) return true;
  return false;
}

function someInCall<C>(call: AggregateCall | WindowCall, visit: ExprVisit<C>, context: C): boolean {
  return someOf(call.args, visit, context) || optional(call.filter, visit, context);
}

function someInLookup<C>(term: LookupTerm, visit: ExprVisit<C>, context: C, plans?: PlanVisit<C>): boolean {
  switch (term.kind) {
    case 'values':
      return someOf(term.values, visit, context);
    case 'subquery':
      return plans?.(term.subquery.plan, context) === true;
    case 'range':
      return visit(term.value, context) === true;
    case 'patterns':
      return (
        someOf(term.patterns, visit, context) || (term.escape !== undefined && visit(term.escape, context) === true)
      );
    case 'keys':
    case 'pattern-keys':
      return false;
  }
}

function someInAccess<C>(access: StoredAccess, visit: ExprVisit<C>, context: C, plans?: PlanVisit<C>): boolean {
  return (
    access.equals.some((values) => someInKey(values, visit, context, plans)) ||
    optional(access.range?.min?.value, visit, context) ||
    optional(access.range?.max?.value, visit, context)
  );
}

function someInKey<C>(values: KeyValues, visit: ExprVisit<C>, context: C, plans?: PlanVisit<C>): boolean {
  switch (values.kind) {
    case 'values':
      return someOf(values.values, visit, context);
    case 'is':
      return visit(values.value, context) === true;
    case 'subquery':
      return plans?.(values.subquery.plan, context) === true;
    case 'keys':
      return false;
  }
}

/** As {@link someOperand}, for the plans that the node takes its rows from. */
export function someInput<C>(plan: Plan, visit: PlanVisit<C>, context: C): boolean {
  switch (plan.kind) {
    case 'scan':
    case 'function-scan':
    case 'stored-scan':
    case 'values':
    case 'shared':
    case 'working':
      return false;
    case 'filter':
    case 'project':
    case 'aggregate':
    case 'window':
    case 'distinct':
    case 'sort':
    case 'limit':
      return visit(plan.input, context) === true;
    case 'join':
    case 'set-operation':
      return visit(plan.left, context) === true || visit(plan.right, context) === true;
    case 'union-all':
      return somePlan(plan.inputs, visit, context);
    case 'recursive':
      return visit(plan.seed, context) === true || somePlan(plan.steps, visit, context);
  }
}

function somePlan<C>(plans: readonly Plan[], visit: PlanVisit<C>, context: C): boolean {
  for (const plan of plans) if (visit(plan, context) === true) return true;
  return false;
}

export function inputsOf(plan: Plan): readonly Plan[] {
  const inputs: Plan[] = [];
  someInput(plan, (input) => void inputs.push(input), undefined);
  return inputs;
}

/** Calls `visit` on every expression standing in this very node, and `plans` on plans inside its lookups. */
export function eachNodeExpr(plan: Plan, visit: (expr: Expr) => void, plans: (plan: Plan) => void = () => {}): void {
  someNodeExpr(
    plan,
    (expr) => void visit(expr),
    undefined,
    (inner) => void plans(inner),
  );
}

/** May give another value when evaluated again with the same inputs. */
export const isVolatile = (expr: Expr): boolean =>
  (expr.kind === 'call' && expr.fn.volatile) || someOperand(expr, isVolatile, undefined);

/** Holds a subquery. */
export const hasSubquery = (expr: Expr): boolean =>
  expr.kind === 'scalar-subquery' ||
  expr.kind === 'exists' ||
  expr.kind === 'in-subquery' ||
  someOperand(expr, hasSubquery, undefined);
