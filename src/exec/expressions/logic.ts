import type { Expr } from '../../sql/planner/index.js';
import { certain, negation } from './truth.js';
import type { Evaluate, ExprScope, Test, Truth } from './types.js';

type Logical = Extract<Expr, { kind: 'logical' }>;

/** AND and OR, short-circuit and three-valued: `0 AND NULL` is 0, `1 OR NULL` is 1 (sql.md 2.8). */
export function logical(expr: Logical, scope: ExprScope): Truth {
  const isAnd = expr.op === 'and';
  return {
    value: isAnd ? decidedBy(expr.terms, scope, 0) : decidedBy(expr.terms, scope, 1),
    isTrue: (isAnd ? all : any)(expr.terms.map((term) => scope.isTrue(term))),
    isFalse: (isAnd ? any : all)(expr.terms.map((term) => scope.isFalse(term))),
  };
}

/** The first term that is `decisive` decides; else null where a term was null. */
function decidedBy(terms: readonly Expr[], scope: ExprScope, decisive: 0 | 1): Evaluate {
  const values = terms.map((term) => scope.truth(term).value);
  return (row) => {
    let hasNull = false;
    for (let i = 0; i < values.length; i++) {
      const v = (values[i] as Evaluate)(row); // within bounds
      if (v === decisive) return decisive;
      hasNull ||= v === null;
    }
    return hasNull ? null : 1 - decisive;
  };
}

function all(tests: readonly Test[]): Test {
  const [a, b, c] = tests;
  if (a && tests.length === 1) return a;
  if (a && b && tests.length === 2) return (row) => a(row) && b(row);
  if (a && b && c && tests.length === 3) return (row) => a(row) && b(row) && c(row);
  return (row) => {
    for (let i = 0; i < tests.length; i++) if (!(tests[i] as Test)(row)) return false; // within bounds
    return true;
  };
}

function any(tests: readonly Test[]): Test {
  const [a, b] = tests;
  if (a && tests.length === 1) return a;
  if (a && b && tests.length === 2) return (row) => a(row) || b(row);
  return (row) => {
    for (let i = 0; i < tests.length; i++) if ((tests[i] as Test)(row)) return true; // within bounds
    return false;
  };
}

export const not = (expr: Extract<Expr, { kind: 'not' }>, scope: ExprScope): Truth =>
  negation(scope.truth(expr.operand));

export function nullTest(expr: Extract<Expr, { kind: 'null-test' }>, scope: ExprScope): Truth {
  const position = expr.operand.kind === 'column' ? scope.position(expr.operand.column) : undefined;
  const { negated } = expr;
  if (position !== undefined)
    return certain(negated ? (row) => row[position] !== null : (row) => row[position] === null);
  const operand = scope.value(expr.operand);
  return certain((row) => (operand(row) === null) !== negated);
}

export function truthTest(expr: Extract<Expr, { kind: 'truth-test' }>, scope: ExprScope): Truth {
  const test = expr.truth ? scope.isTrue(expr.operand) : scope.isFalse(expr.operand);
  return certain(expr.negated ? (row) => !test(row) : test);
}
