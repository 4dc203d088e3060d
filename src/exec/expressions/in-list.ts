import { type Collation, collationOf, compareValues, Real, type Value, valueKey } from '../../core/index.js';
import type { Expr, InListExpr } from '../../sql/planner/index.js';
import type { Key } from '../keys.js';
import { constantOf } from './constants.js';
import { certain, fromTernary, negation } from './truth.js';
import type { Evaluate, ExprScope, Test, Truth } from './types.js';

/** `x IN (…)`. A miss is null where the list holds a null; an empty list is false, even for null (sql.md 2.8). */
export function inList(expr: InListExpr, scope: ExprScope): Truth {
  const truth = positive(expr, scope);
  return expr.negated ? negation(truth) : truth;
}

function positive(expr: InListExpr, scope: ExprScope): Truth {
  if (expr.items.length === 0) return certain(() => false);
  const operand = scope.value(expr.operand);
  const collation = collationOf(expr.collation);
  const { values, hasNull, others } = itemsOf(expr, scope);
  const has = membership(values, collation);
  if (others.length === 0) return constantList(operand, has, hasNull);
  const open = others.map((item) => scope.value(item));
  return openList(operand, has, hasNull, open, collation);
}

interface Items {
  /** The constants, nulls apart. */
  readonly values: readonly Value[];
  readonly hasNull: boolean;
  /** What is not the same all through a run. */
  readonly others: readonly Expr[];
}

export function itemsOf({ items }: InListExpr, scope: ExprScope): Items {
  const values: Value[] = [];
  const others: Expr[] = [];
  let hasNull = false;
  for (const item of items) {
    const constant = constantOf(item, scope);
    if (!constant) others.push(item);
    else if (constant.value === null) hasNull = true;
    else values.push(constant.value);
  }
  return { values, hasNull, others };
}

function constantList(operand: Evaluate, has: (value: Value) => boolean, hasNull: boolean): Truth {
  const isTrue: Test = (row) => {
    const v = operand(row);
    return v !== null && has(v);
  };
  const isFalse: Test = (row) => {
    const v = operand(row);
    return v !== null && !has(v);
  };
  const miss = hasNull ? null : 0;
  return {
    value: (row) => {
      const v = operand(row);
      return v === null ? null : has(v) ? 1 : miss;
    },
    isTrue,
    isFalse: hasNull ? () => false : isFalse,
  };
}

function openList(
  operand: Evaluate,
  has: (value: Value) => boolean,
  hasNull: boolean,
  others: readonly Evaluate[],
  collation: Collation,
): Truth {
  return fromTernary((row) => {
    const v = operand(row);
    if (v === null) return null;
    if (has(v)) return true;
    let sawNull = hasNull;
    for (const other of others) {
      const item = other(row);
      if (item === null) sawNull = true;
      else if (compareValues(v, item, collation) === 0) return true;
    }
    return sawNull ? null : false;
  });
}

/** A set lookup; sets of one type need no keys made for their values. Values are not null, nor are those asked for. */
export function membership(values: readonly Value[], collation: Collation): (value: Value) => boolean {
  if (values.length === 0) return () => false;
  // Equality that keys do not show has to be tried.
  if (!collation.exactKey) return (v) => values.some((value) => compareValues(v, value, collation) === 0);
  if (collation.name === 'binary' && values.every((value) => typeof value === 'string')) {
    const set = new Set<Value>(values);
    return (v) => typeof v === 'string' && set.has(v);
  }
  if (values.every((value) => typeof value === 'number')) {
    const set = new Set<Value>(values);
    return (v) => {
      if (typeof v === 'number') return set.has(v);
      return typeof v === 'bigint'
        ? set.has(Number(v)) && BigInt(Number(v)) === v
        : v instanceof Real && set.has(v.value);
    };
  }
  const set = new Set<Key>(values.map((value) => valueKey(value, collation)));
  return (v) => set.has(valueKey(v, collation));
}
