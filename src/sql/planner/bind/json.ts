import { type ArgType, choosing, jsonColumn, jsonColumnOfType } from '../../functions/index.js';
import type { CallExpr, Column, Expr } from '../expr.js';
import type { Plan, ProjectItem } from '../plan.js';
import { mapSame } from '../traverse.js';
import type { BindContext } from './context.js';

/**
 * What SQLite calls a subtype: whether a text counts as JSON where a JSON function takes it in. It is settled here, once
 * for a statement: an argument of type `json` is bound so that it marks its JSON, and no other expression knows of it.
 */
export function asArgument(context: BindContext, types: readonly ArgType[], index: number, expr: Expr): Expr {
  return types[Math.min(index, types.length - 1)] === 'json' ? marking(context, expr) : expr;
}

/** The expression with the JSON among its values marked; the very same where none can be. */
export function marking(context: BindContext, expr: Expr): Expr {
  const mark = (part: Expr): Expr => marking(context, part);
  switch (expr.kind) {
    case 'call':
      return markingCall(expr, mark);
    case 'column': {
      const { json } = expr.column;
      if (json === undefined) return expr;
      if (json === true) return call(jsonColumn, [expr]);
      return call(jsonColumnOfType, [expr, { kind: 'column', column: json }]);
    }
    case 'case': {
      const arms = mapSame(expr.arms, (arm) => {
        const then = mark(arm.then);
        return then === arm.then ? arm : { ...arm, then };
      });
      const otherwise = mark(expr.otherwise);
      return arms === expr.arms && otherwise === expr.otherwise ? expr : { ...expr, arms, otherwise };
    }
    case 'affinity':
      return expr.affinity === 'none' ? withOperand(expr, mark(expr.operand)) : expr;
    case 'cast':
      return expr.affinity === 'text' ? withOperand(expr, mark(expr.operand)) : expr;
    case 'collate':
      return withOperand(expr, mark(expr.operand));
    case 'scalar-subquery': {
      const plan = markingPlan(context, expr.subquery.plan);
      return plan === expr.subquery.plan ? expr : { ...expr, subquery: { plan } };
    }
    default:
      return expr;
  }
}

function withOperand<T extends { readonly operand: Expr }>(expr: T, operand: Expr): T {
  return operand === expr.operand ? expr : { ...expr, operand };
}

const call = (fn: CallExpr['fn'], args: readonly Expr[]): Expr => ({ kind: 'call', fn, args, collation: 'binary' });

/** Functions that give one of their arguments as it is, and from which on they do. */
const PASSES_ON: ReadonlyMap<string, number> = new Map([
  ['coalesce', 0],
  ['ifnull', 0],
  ['iif', 1],
  ['likely', 0],
  ['unlikely', 0],
]);

/** Functions that compare their arguments, and give one of them or none. */
const COMPARING: ReadonlySet<string> = new Set(['min', 'max', 'nullif']);

function markingCall(expr: CallExpr, mark: (part: Expr) => Expr): Expr {
  if (expr.fn.json) return { ...expr, fn: expr.fn.json.marking };
  const first = PASSES_ON.get(expr.fn.name);
  const compares = COMPARING.has(expr.fn.name);
  if (first === undefined && !compares) return expr;
  const args = mapSame(expr.args, (arg) => mark(arg));
  if (args === expr.args) return expr;
  if (compares) return { ...expr, fn: choosing(expr.fn), args };
  return { ...expr, args: args.map((arg, index) => (index >= (first ?? 0) ? arg : (expr.args[index] ?? arg))) };
}

/** The plan with its first column marked, where that comes straight from a projection. What was sorted is plain text. */
function markingPlan(context: BindContext, plan: Plan): Plan {
  if (plan.kind === 'limit') {
    const input = markingPlan(context, plan.input);
    return input === plan.input ? plan : { ...plan, input };
  }
  if (plan.kind !== 'project') return plan;
  const [item, ...others] = plan.items;
  if (!item) return plan;
  const expr = marking(context, item.expr);
  return expr === item.expr
    ? plan
    : { ...plan, items: [{ expr, column: context.columnFor(expr, item.column.name) }, ...others] };
}

/** Whether every value that is not null is JSON. */
export function isJson(expr: Expr): boolean {
  switch (expr.kind) {
    case 'call':
      return expr.fn.json?.always === true;
    case 'column':
      return expr.column.json === true;
    default:
      return false;
  }
}

/**
 * A subquery in FROM whose columns pass on what some rows of a function hold as JSON: it puts out the column that tells
 * which. In SQLite, too, JSON stays JSON where such a subquery becomes one with the query around it.
 */
export function passingJson(context: BindContext, plan: Plan, columns: readonly Column[]): [Plan, readonly Column[]] {
  if (plan.kind !== 'project') return [plan, columns];
  const types: ProjectItem[] = [];
  const passing = mapSame(columns, (column) => {
    const expr = plan.items.find((item) => item.column.id === column.id)?.expr;
    const json = expr?.kind === 'column' ? expr.column.json : undefined;
    if (json === undefined || json === true) return column;
    const type = context.columnFor({ kind: 'column', column: json }, json.name);
    types.push({ column: type, expr: { kind: 'column', column: json } });
    return { ...column, json: type };
  });
  return types.length === 0 ? [plan, columns] : [{ ...plan, items: [...plan.items, ...types] }, passing];
}
