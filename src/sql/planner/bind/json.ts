import { type ArgType, jsonColumn, jsonColumnOfType } from '../../functions/index.js';
import type { CallExpr, Expr } from '../expr.js';
import type { Plan } from '../plan.js';
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
    case 'case':
      return {
        ...expr,
        arms: expr.arms.map((arm) => ({ ...arm, then: mark(arm.then) })),
        otherwise: mark(expr.otherwise),
      };
    case 'affinity':
      return expr.affinity === 'none' ? { ...expr, operand: mark(expr.operand) } : expr;
    case 'collate':
      return { ...expr, operand: mark(expr.operand) };
    case 'scalar-subquery':
      return { ...expr, subquery: { plan: markingPlan(context, expr.subquery.plan) } };
    default:
      return expr;
  }
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

function markingCall(expr: CallExpr, mark: (part: Expr) => Expr): Expr {
  if (expr.fn.json) return { ...expr, fn: expr.fn.json.marking };
  const first = PASSES_ON.get(expr.fn.name);
  // Marked texts compare among themselves as the bare ones do.
  const isExtremum = (expr.fn.name === 'min' || expr.fn.name === 'max') && expr.args.every(isJson);
  if (first === undefined && !isExtremum) return expr;
  return { ...expr, args: expr.args.map((arg, index) => (index >= (first ?? 0) ? mark(arg) : arg)) };
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
