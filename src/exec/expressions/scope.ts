import type { Value } from '../../core/index.js';
import type { Column, Expr } from '../../sql/planner/index.js';
import type { Build, Run } from '../run.js';
import { arithmetic, unary } from './arithmetic.js';
import { call } from './call.js';
import { caseExpr } from './case.js';
import { compare, rowCompare } from './compare.js';
import { affinity, cast } from './conversion.js';
import { inList } from './in-list.js';
import { logical, not, nullTest, truthTest } from './logic.js';
import { assumed, pattern } from './pattern.js';
import { exists, inSubquery, scalarSubquery } from './subquery.js';
import { truthOf } from './truth.js';
import type { Evaluate, ExprScope, Truth } from './types.js';

/** Compiles expressions over rows with these columns, in this order. */
export function scopeOf(run: Run, build: Build, columns: readonly Column[]): ExprScope {
  const positions = new Map<number, number>();
  columns.forEach((column, index) => {
    if (!positions.has(column.id)) positions.set(column.id, index);
  });
  // Each expression is compiled once, or nested conditions would be compiled again for every form asked of them.
  const truths = new Map<Expr, Truth>();
  const values = new Map<Expr, Evaluate>();
  const scope: ExprScope = {
    run,
    build,
    position: (column) => positions.get(column.id),
    value: (expr) => kept(values, expr, () => plain(expr, scope) ?? scope.truth(expr).value),
    truth: (expr) => kept(truths, expr, () => truth(expr, scope)),
    isTrue: (expr) => scope.truth(expr).isTrue,
    isFalse: (expr) => scope.truth(expr).isFalse,
  };
  return scope;
}

function kept<T>(map: Map<Expr, T>, expr: Expr, make: () => T): T {
  let value = map.get(expr);
  if (value === undefined) {
    value = make();
    map.set(expr, value);
  }
  return value;
}

/** Expressions that give values of any kind; undefined for the boolean ones. */
function plain(expr: Expr, scope: ExprScope): Evaluate | undefined {
  switch (expr.kind) {
    case 'literal': {
      const { value } = expr;
      return () => value;
    }
    case 'column':
      return columnValue(expr.column, scope);
    case 'parameter': {
      const value: Value = scope.run.parameters[expr.index] ?? null;
      return () => value;
    }
    case 'unary':
      return unary(expr, scope);
    case 'arithmetic':
      return arithmetic(expr, scope);
    case 'cast':
      return cast(expr, scope);
    case 'affinity':
      return affinity(expr, scope);
    case 'collate':
      return scope.value(expr.operand);
    case 'case':
      return caseExpr(expr, scope);
    case 'call':
      return call(expr, scope);
    case 'scalar-subquery':
      return scalarSubquery(expr, scope);
    default:
      return undefined;
  }
}

function truth(expr: Expr, scope: ExprScope): Truth {
  switch (expr.kind) {
    case 'compare':
      return compare(expr, scope);
    case 'row-compare':
      return rowCompare(expr, scope);
    case 'logical':
      return logical(expr, scope);
    case 'not':
      return not(expr, scope);
    case 'null-test':
      return nullTest(expr, scope);
    case 'truth-test':
      return truthTest(expr, scope);
    case 'in-list':
      return inList(expr, scope);
    case 'in-subquery':
      return inSubquery(expr, scope);
    case 'exists':
      return exists(expr, scope);
    case 'pattern':
      return pattern(expr, scope);
    case 'in-keys':
      return assumed;
    default:
      return truthOf(scope.value(expr));
  }
}

function columnValue(column: Column, scope: ExprScope): Evaluate {
  const position = scope.position(column);
  if (position !== undefined) return (row) => row[position] as Value; // rows are as wide as their columns
  const cell = scope.run.cell(column.id);
  return () => cell.value;
}
