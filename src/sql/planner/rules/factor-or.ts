import type { Expr } from '../expr.js';
import type { Plan } from '../plan.js';
import { and, conjuncts, exprKey, mapExpr, mapInputs, mapNodeExprs } from '../traverse.js';
import { hasSubquery, isVolatile } from '../visit.js';
import type { Rule } from './rule.js';

/**
 * a AND b OR a AND c => a AND (b OR c): what all arms ask for stands alone, where it can be a join key or be pushed down.
 * AND distributes over OR in SQL's logic of three values, too.
 */
export const factorOr: Rule = {
  name: 'factor-or',
  concerns: (shape) => shape.hasExpr('logical'),
  apply: rewrite,
};

function rewrite(plan: Plan): Plan {
  return mapNodeExprs(mapInputs(plan, rewrite), (expr) => mapExpr(expr, factored));
}

function factored(expr: Expr): Expr {
  if (expr.kind !== 'logical' || expr.op !== 'or') return expr;
  const arms = expr.terms.map(conjuncts);
  const [first = []] = arms;
  // An arm of one term has nothing to share that is not the whole of it: a OR a AND b stays.
  if (arms.some((arm) => arm.length < 2)) return expr;
  const likely = first.filter((term) => arms.every((arm) => arm.some((other) => looksLike(term, other))));
  if (likely.length === 0) return expr;
  const keys = arms.map((arm) => new Set(arm.map(exprKey)));
  const isCommon = (term: Expr): boolean => keys.every((arm) => arm.has(exprKey(term)));
  const common = likely.filter((term) => isCommon(term) && !hasSubquery(term) && !isVolatile(term));
  if (common.length === 0) return expr;
  const shared = new Set(common.map(exprKey));
  const rests = arms.map((arm) => and(arm.filter((term) => !shared.has(exprKey(term)))));
  // An arm that asks for nothing else is true wherever the others may be.
  const isWhole = rests.some((rest) => rest === undefined);
  const rest: Expr[] = isWhole ? [] : [{ ...expr, terms: rests as Expr[] }]; // none is undefined
  return and([...common, ...rest]) as Expr; // there is a common term
}

/** False where a glance tells that they differ: most terms do, and whole ones are dear to compare. */
function looksLike(a: Expr, b: Expr): boolean {
  if (a.kind !== 'compare' || b.kind !== 'compare') return a.kind === b.kind;
  return a.op === b.op && isSame(a.left, b.left) && isSame(a.right, b.right);
}

const isSame = (a: Expr, b: Expr): boolean =>
  a.kind === 'column' && b.kind === 'column' ? a.column.id === b.column.id : a.kind === b.kind;
