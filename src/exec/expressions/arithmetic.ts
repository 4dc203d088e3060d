import {
  add,
  bitAnd,
  bitNot,
  bitOr,
  concat,
  divide,
  multiply,
  negate,
  remainder,
  shiftLeft,
  shiftRight,
  subtract,
  type Value,
} from '../../core/index.js';
import type { ArithmeticOp, Expr } from '../../sql/planner/index.js';
import type { Evaluate, ExprScope } from './types.js';

const OPERATIONS: Readonly<Record<ArithmeticOp, (a: Value, b: Value) => Value>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': remainder,
  '&': bitAnd,
  '|': bitOr,
  '<<': shiftLeft,
  '>>': shiftRight,
  '||': concat,
};

export function arithmetic(expr: Extract<Expr, { kind: 'arithmetic' }>, scope: ExprScope): Evaluate {
  const left = scope.value(expr.left);
  const right = scope.value(expr.right);
  const operation = OPERATIONS[expr.op];
  return (row) => operation(left(row), right(row));
}

export function unary(expr: Extract<Expr, { kind: 'unary' }>, scope: ExprScope): Evaluate {
  const operand = scope.value(expr.operand);
  return expr.op === '-' ? (row) => negate(operand(row)) : (row) => bitNot(operand(row));
}
