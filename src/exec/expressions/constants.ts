import { applyAffinity, castTo, type Value } from '../../core/index.js';
import type { Expr } from '../../sql/planner/index.js';
import type { ExprScope } from './types.js';

export interface Constant {
  readonly value: Value;
}

/** The value of an expression that is the same all through a run; undefined where it may not be. */
export function constantOf(expr: Expr, scope: ExprScope): Constant | undefined {
  switch (expr.kind) {
    case 'literal':
      return expr;
    case 'parameter':
      return { value: scope.run.parameters[expr.index] ?? null };
    case 'collate':
      return constantOf(expr.operand, scope);
    case 'affinity': {
      const operand = constantOf(expr.operand, scope);
      return operand && { value: applyAffinity(operand.value, expr.affinity) };
    }
    case 'cast': {
      const operand = constantOf(expr.operand, scope);
      return operand && { value: castTo(operand.value, expr.affinity) };
    }
    default:
      return undefined;
  }
}
