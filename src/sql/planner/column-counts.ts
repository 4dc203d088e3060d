import { distinctTogether, distinctValues } from './distinct-values.js';
import { estimate } from './estimate.js';
import type { Expr } from './expr.js';
import type { Plan } from './plan.js';

/** How many different values columns have in the rows of a plan. */
export class ColumnCounts {
  constructor(private readonly plan: Plan) {}

  of(expr: Expr): number {
    return this.#atMostRows(expr.kind === 'column' ? distinctValues(this.plan, expr.column.id) : undefined);
  }

  /** Combinations of values of several columns; undefined where they are not all of one stored table. */
  together(exprs: readonly Expr[]): number | undefined {
    const ids = exprs.flatMap((expr) => (expr.kind === 'column' ? [expr.column.id] : []));
    const told = ids.length === exprs.length ? distinctTogether(this.plan, ids) : undefined;
    return (
      told &&
      this.#atMostRows(
        exprs.reduce((product, expr) => product * this.of(expr), 1),
        told,
      )
    );
  }

  #atMostRows(count: number | undefined, most = Number.POSITIVE_INFINITY): number {
    const { rows } = estimate(this.plan);
    return Math.max(1, Math.min(count ?? rows, rows, most));
  }
}

/** A pair of columns that are equal. */
export type EqualPair = readonly [left: Expr, right: Expr];

/**
 * The part of all pairs of rows of two plans that equal columns leave: the side with more values has partners for all of
 * the other's. Keys of several columns have fewer values than these multiplied.
 */
export function matchShare(pairs: readonly EqualPair[], lefts: ColumnCounts, rights: ColumnCounts): number {
  if (pairs.length > 1) {
    const left = lefts.together(pairs.map(([one]) => one));
    const right = rights.together(pairs.map(([, one]) => one));
    if (left !== undefined && right !== undefined) return 1 / Math.max(left, right);
  }
  return pairs.reduce((share, [left, right]) => share / Math.max(1, lefts.of(left), rights.of(right)), 1);
}
