import type { Row, Value } from '../../core/index.js';
import type { Column, Expr } from '../../sql/planner/index.js';
import type { Build, Run } from '../run.js';

/** An expression over the rows of one operator. May throw `Suspended`. */
export type Evaluate = (row: Row) => Value;
/** A truth over the rows of one operator. May throw `Suspended`. */
export type Test = (row: Row) => boolean;

/** Compiles expressions over rows of known columns. */
export interface ExprScope {
  readonly run: Run;
  readonly build: Build;
  /** Where the column stands in the row; undefined: it belongs to a query around this one. */
  position(column: Column): number | undefined;
  value(expr: Expr): Evaluate;
  truth(expr: Expr): Truth;
  /** True exactly where the expression is true: spares making 0, 1 and null to look at them again. */
  isTrue(expr: Expr): Test;
  /** True exactly where the expression is false, and not null. */
  isFalse(expr: Expr): Test;
}

/** How a kind of boolean expression is compiled: as a value, or asked for one of its two sides. */
export interface Truth {
  readonly value: Evaluate;
  readonly isTrue: Test;
  readonly isFalse: Test;
}
