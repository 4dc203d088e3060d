import { type Collation, collationOf, compareText, compareValues, type Value } from '../../core/index.js';
import type { CompareExpr, CompareOp, RowCompareExpr } from '../../sql/planner/index.js';
import { constantOf } from './constants.js';
import { certain, fromTernary } from './truth.js';
import type { Evaluate, ExprScope, Test, Truth } from './types.js';

/** Compares two values that are not null. */
type Check = (a: Value, b: Value) => boolean;
type OrderOp = Exclude<CompareOp, 'is' | 'is-not'>;

export function compare(expr: CompareExpr, scope: ExprScope): Truth {
  const collation = collationOf(expr.collation);
  const left = scope.value(expr.left);
  const constant = constantOf(expr.right, scope);
  if (expr.op === 'is' || expr.op === 'is-not')
    return identity(left, scope.value(expr.right), collation, expr.op === 'is-not');
  if (constant && constant.value !== null) {
    const special = againstConstant(expr, left, constant.value, collation, scope);
    if (special) return special;
  }
  return general(left, scope.value(expr.right), checkOf(expr.op, collation));
}

function general(left: Evaluate, right: Evaluate, check: Check): Truth {
  return {
    value: (row) => {
      const a = left(row);
      const b = right(row);
      return a === null || b === null ? null : check(a, b) ? 1 : 0;
    },
    isTrue: (row) => {
      const a = left(row);
      if (a === null) return false;
      const b = right(row);
      return b !== null && check(a, b);
    },
    isFalse: (row) => {
      const a = left(row);
      if (a === null) return false;
      const b = right(row);
      return b !== null && !check(a, b);
    },
  };
}

/** IS and IS NOT: null equals null, and nothing is unknown. */
function identity(left: Evaluate, right: Evaluate, collation: Collation, negated: boolean): Truth {
  return certain((row) => {
    const a = left(row);
    const b = right(row);
    const same = a === null || b === null ? a === b : equals(a, b, collation);
    return same !== negated;
  });
}

/** Equality of values that are not null. Numbers of JavaScript compare exactly: both are floats or whole within 2^53. */
function equals(a: Value, b: Value, collation: Collation): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a === b;
  if (typeof a === 'string' && typeof b === 'string' && a === b) return true; // equal text is equal under any collation
  return compareValues(a, b, collation) === 0;
}

/** The order of values that are not null. */
export function order(a: Value, b: Value, collation: Collation): number {
  if (typeof a === 'string' && typeof b === 'string' && collation.name === 'binary') return compareText(a, b);
  return compareValues(a, b, collation);
}

function checkOf(op: OrderOp, c: Collation): Check {
  const areNumbers = (a: Value, b: Value): boolean => typeof a === 'number' && typeof b === 'number';
  switch (op) {
    case '=':
      return (a, b) => equals(a, b, c);
    case '<>':
      return (a, b) => !equals(a, b, c);
    case '<':
      return (a, b) => (areNumbers(a, b) ? (a as number) < (b as number) : order(a, b, c) < 0); // as: just tested
    case '<=':
      return (a, b) => (areNumbers(a, b) ? (a as number) <= (b as number) : order(a, b, c) <= 0); // as: just tested
    case '>':
      return (a, b) => (areNumbers(a, b) ? (a as number) > (b as number) : order(a, b, c) > 0); // as: just tested
    case '>=':
      return (a, b) => (areNumbers(a, b) ? (a as number) >= (b as number) : order(a, b, c) >= 0); // as: just tested
  }
}

/** Comparisons that fill most WHERE clauses: a column or expression against a constant. */
function againstConstant(
  expr: CompareExpr,
  left: Evaluate,
  constant: Value,
  collation: Collation,
  scope: ExprScope,
): Truth | undefined {
  const isText = typeof constant === 'string' && collation.name === 'binary';
  if (!isText && typeof constant !== 'number') return undefined;
  if (!isText) return tested(left, numberCheck(expr.op as OrderOp, constant as number, collation)); // as: IS went elsewhere, and the type was tested
  // Text is equal to no number and no blob, so one comparison says it all.
  if (expr.op === '=') {
    const position = expr.left.kind === 'column' ? scope.position(expr.left.column) : undefined;
    const isTrue: Test = position !== undefined ? (row) => row[position] === constant : (row) => left(row) === constant;
    return { ...tested(left, (v) => v === constant), isTrue };
  }
  return expr.op === '<>' ? tested(left, (v) => v !== constant) : undefined;
}

function tested(left: Evaluate, test: (value: Value) => boolean): Truth {
  return {
    value: (row) => {
      const v = left(row);
      return v === null ? null : test(v) ? 1 : 0;
    },
    isTrue: (row) => {
      const v = left(row);
      return v !== null && test(v);
    },
    isFalse: (row) => {
      const v = left(row);
      return v !== null && !test(v);
    },
  };
}

function numberCheck(op: OrderOp, constant: number, collation: Collation): (value: Value) => boolean {
  const check = checkOf(op, collation);
  switch (op) {
    case '=':
      return (v) => (typeof v === 'number' ? v === constant : check(v, constant)); // a 64-bit integer may equal a huge REAL
    case '<>':
      return (v) => (typeof v === 'number' ? v !== constant : check(v, constant));
    case '<':
      return (v) => (typeof v === 'number' ? v < constant : check(v, constant));
    case '<=':
      return (v) => (typeof v === 'number' ? v <= constant : check(v, constant));
    case '>':
      return (v) => (typeof v === 'number' ? v > constant : check(v, constant));
    case '>=':
      return (v) => (typeof v === 'number' ? v >= constant : check(v, constant));
  }
}

interface Pair {
  readonly left: Evaluate;
  readonly right: Evaluate;
  readonly collation: Collation;
}

/** `(a, b) < (c, d)`: the first decisive column wins, null where none is (sql.md 2.11). */
export function rowCompare(expr: RowCompareExpr, scope: ExprScope): Truth {
  const pairs = expr.pairs.map(
    (pair): Pair => ({
      left: scope.value(pair.left),
      right: scope.value(pair.right),
      collation: collationOf(pair.collation),
    }),
  );
  switch (expr.op) {
    case 'is':
      return certain(rowsIdentical(pairs));
    case 'is-not': {
      const identical = rowsIdentical(pairs);
      return certain((row) => !identical(row));
    }
    case '=':
      return fromTernary((row) => rowsEqual(pairs, row));
    case '<>':
      return fromTernary((row) => {
        const equal = rowsEqual(pairs, row);
        return equal === null ? null : !equal;
      });
    default:
      return fromTernary(rowsOrdered(pairs, expr.op));
  }
}

const rowsIdentical =
  (pairs: readonly Pair[]): Test =>
  (row) =>
    pairs.every(({ left, right, collation }) => compareValues(left(row), right(row), collation) === 0);

function rowsEqual(pairs: readonly Pair[], row: Parameters<Test>[0]): boolean | null {
  let hasNull = false;
  for (const { left, right, collation } of pairs) {
    const a = left(row);
    const b = right(row);
    if (a === null || b === null) hasNull = true;
    else if (compareValues(a, b, collation) !== 0) return false;
  }
  return hasNull ? null : true;
}

function rowsOrdered(
  pairs: readonly Pair[],
  op: '<' | '<=' | '>' | '>=',
): (row: Parameters<Test>[0]) => boolean | null {
  const wantsLess = op === '<' || op === '<=';
  const whenEqual = op === '<=' || op === '>=';
  return (row) => {
    for (const { left, right, collation } of pairs) {
      const a = left(row);
      const b = right(row);
      if (a === null || b === null) return null;
      const order = compareValues(a, b, collation);
      if (order !== 0) return order < 0 === wantsLess;
    }
    return whenEqual;
  };
}
