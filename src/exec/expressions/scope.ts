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
import type { Evaluate, ExprScope, Test, Truth } from './types.js';

/** Compiles expressions over rows with these columns, in this order. */
export const scopeOf = (run: Run, build: Build, columns: readonly Column[]): ExprScope =>
  new Scope(run, build, columns);

/** More columns than this are found by a map. */
const FEW_COLUMNS = 8;

class Scope implements ExprScope {
  #positions: Map<number, number> | undefined;
  // Each expression is compiled once, or nested conditions would be compiled again for every form asked of them.
  #values: Map<Expr, Evaluate> | undefined;
  #truths: Map<Expr, Truth> | undefined;

  constructor(
    readonly run: Run,
    readonly build: Build,
    private readonly columns: readonly Column[],
  ) {}

  position({ id }: Column): number | undefined {
    const { columns } = this;
    if (columns.length > FEW_COLUMNS) {
      this.#positions ??= positionsOf(columns);
      return this.#positions.get(id);
    }
    for (let i = 0; i < columns.length; i++) if (columns[i]?.id === id) return i;
    return undefined;
  }

  value(expr: Expr): Evaluate {
    if (isSimple(expr)) return plain(expr, this) as Evaluate; // it gives values of any kind
    let known = this.#values?.get(expr);
    if (!known) {
      known = plain(expr, this) ?? this.truth(expr).value;
      this.#values ??= new Map();
      this.#values.set(expr, known);
    }
    return known;
  }

  truth(expr: Expr): Truth {
    let known = this.#truths?.get(expr);
    if (!known) {
      known = truth(expr, this);
      this.#truths ??= new Map();
      this.#truths.set(expr, known);
    }
    return known;
  }

  isTrue(expr: Expr): Test {
    return this.truth(expr).isTrue;
  }

  isFalse(expr: Expr): Test {
    return this.truth(expr).isFalse;
  }
}

/** Compiled in less time than it takes to look it up; what it is made of is asked for once. */
function isSimple({ kind }: Expr): boolean {
  return kind === 'column' || kind === 'literal' || kind === 'arithmetic' || kind === 'unary' || kind === 'parameter';
}

function positionsOf(columns: readonly Column[]): Map<number, number> {
  const positions = new Map<number, number>();
  for (let i = columns.length - 1; i >= 0; i--) positions.set((columns[i] as Column).id, i); // within bounds
  return positions;
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
