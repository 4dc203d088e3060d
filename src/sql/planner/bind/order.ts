import type * as ast from '../../parser/index.js';
import type { Expr, SortTerm } from '../expr.js';
import { collationOf } from '../typing.js';

/** NULLs come first in ascending order and last in descending order unless the term says otherwise. */
export const bindSortTerm = (term: ast.OrderTerm, expr: Expr): SortTerm => ({
  expr,
  descending: term.descending,
  nullsFirst: term.nulls ? term.nulls === 'first' : !term.descending,
  collation: collationOf(expr),
});

/** 1st, 2nd, 3rd, 4th, … as SQLite counts terms in its messages. */
export function ordinal(n: number): string {
  const teen = n % 100 >= 11 && n % 100 <= 13;
  const ending = teen ? 'th' : n % 10 === 1 ? 'st' : n % 10 === 2 ? 'nd' : n % 10 === 3 ? 'rd' : 'th';
  return `${n}${ending}`;
}

/** The number an ORDER BY or GROUP BY term is, where it is just a whole number, signed or not; undefined for others. */
export function ordinalOf(expr: ast.Expr): number | undefined {
  if (expr.kind === 'collate') return ordinalOf(expr.operand);
  if (expr.kind === 'unary' && (expr.op === '-' || expr.op === '+')) {
    const inner = ordinalOf(expr.operand);
    return inner === undefined ? undefined : expr.op === '-' ? -inner : inner;
  }
  return expr.kind === 'literal' && typeof expr.value === 'number' && Number.isSafeInteger(expr.value)
    ? expr.value
    : undefined;
}
