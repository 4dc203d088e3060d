import { ARITHMETIC, bitNot, negate } from '../../core/index.js';
import type { Expr } from '../../sql/planner/index.js';
import type { Evaluate, ExprScope } from './types.js';
import { watched } from './watched.js';

export function arithmetic(expr: Extract<Expr, { kind: 'arithmetic' }>, scope: ExprScope): Evaluate {
  const left = scope.value(expr.left);
  const right = scope.value(expr.right);
  const operation = ARITHMETIC[expr.op];
  if (expr.op === '||') return watched((row) => operation(left(row), right(row)), scope.run);
  return (row) => operation(left(row), right(row));
}

export function unary(expr: Extract<Expr, { kind: 'unary' }>, scope: ExprScope): Evaluate {
  const operand = scope.value(expr.operand);
  return expr.op === '-' ? (row) => negate(operand(row)) : (row) => bitNot(operand(row));
}
