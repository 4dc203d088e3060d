import { collationOf } from '../core/index.js';
import {
  type CompareExpr,
  columnsIn,
  conjuncts,
  type Expr,
  hasSubquery,
  isVolatile,
  type JoinKey,
  outputIds,
  type Plan,
} from '../sql/planner/index.js';

/** A predicate over rows and an outer query, taken apart. */
export interface Correlation {
  /** `left` reads the rows alone, `right` the outer query alone; they are equal. */
  readonly keys: readonly JoinKey[];
  readonly rest: readonly Expr[];
}

/** The equalities of a predicate that tie its rows to an outer query; undefined where it has none. */
export function correlationOf(predicate: Expr, input: Plan): Correlation | undefined {
  const own = outputIds(input);
  const keys: JoinKey[] = [];
  const rest: Expr[] = [];
  for (const term of conjuncts(predicate)) {
    const key = term.kind === 'compare' && term.op === '=' ? keyOf(term, own) : undefined;
    if (key) keys.push(key);
    else rest.push(term);
  }
  return keys.length > 0 ? { keys, rest } : undefined;
}

function keyOf({ left, right, collation }: CompareExpr, own: ReadonlySet<number>): JoinKey | undefined {
  if (!collationOf(collation).exactKey) return undefined;
  const sides = [sideOf(left, own), sideOf(right, own)];
  if (sides[0] === 'rows' && sides[1] === 'outer') return { left, right, collation };
  if (sides[0] === 'outer' && sides[1] === 'rows') return { left: right, right: left, collation };
  return undefined;
}

function sideOf(expr: Expr, own: ReadonlySet<number>): 'rows' | 'outer' | undefined {
  if (hasSubquery(expr) || isVolatile(expr)) return undefined;
  const read = [...columnsIn(expr)];
  if (read.length === 0) return undefined;
  if (read.every((id) => own.has(id))) return 'rows';
  return read.some((id) => own.has(id)) ? undefined : 'outer';
}
