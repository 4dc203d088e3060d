import {
  type Affinity,
  applyAffinity,
  castTo,
  storageClass,
  toInteger,
  toNumber,
  toReal,
  toText,
  type Value,
} from '../../core/index.js';
import type { ArgType } from '../../sql/functions/index.js';
import type { Expr } from '../../sql/planner/index.js';
import type { Evaluate, ExprScope } from './types.js';

export function cast(expr: Extract<Expr, { kind: 'cast' }>, scope: ExprScope): Evaluate {
  const operand = scope.value(expr.operand);
  const { affinity } = expr;
  return (row) => castTo(operand(row), affinity);
}

/** The implicit conversion before a comparison; most values need none. */
export function affinity(expr: Extract<Expr, { kind: 'affinity' }>, scope: ExprScope): Evaluate {
  const operand = scope.value(expr.operand);
  const to: Affinity = expr.affinity;
  if (to === 'none' || to === 'blob') return operand;
  if (to === 'text') {
    return (row) => {
      const v = operand(row);
      return typeof v === 'string' ? v : applyAffinity(v, to);
    };
  }
  return (row) => {
    const v = operand(row);
    return typeof v === 'number' && storageClass(v) === 'integer' && to !== 'real' ? v : applyAffinity(v, to);
  };
}

/** Converts a function's argument, null excepted. A 'real' argument arrives as a bare float. */
export function argumentConversion(type: ArgType): ((value: Exclude<Value, null>) => Value) | undefined {
  switch (type) {
    case 'any':
    case 'json':
      return undefined;
    case 'text':
      return (v) => (typeof v === 'string' ? v : toText(v));
    case 'integer':
      return toInteger;
    case 'real':
      return toReal;
    case 'numeric':
      return toNumber;
  }
}
