import type { Expr } from '../expr.js';
import type { Plan } from '../plan.js';
import { and, conjuncts, mapInputs } from '../traverse.js';
import { isVolatile } from '../visit.js';
import type { Rule } from './rule.js';
import { workOf } from './work-of.js';

/**
 * name REGEXP 'x' AND uid = 0 => uid = 0 AND name REGEXP 'x': what costs little is tested first, and the rest only where
 * that holds. Terms that may fail are the costly ones, so none is computed now that was not before.
 */
export const orderPredicates: Rule = {
  name: 'order-predicates',
  concerns: (shape) => shape.hasExpr('logical'),
  apply: rewrite,
};

function rewrite(plan: Plan): Plan {
  const mapped = mapInputs(plan, rewrite);
  if (mapped.kind === 'filter') {
    const predicate = ordered(mapped.predicate);
    return predicate === mapped.predicate ? mapped : { ...mapped, predicate };
  }
  if (mapped.kind !== 'join' || !mapped.on) return mapped;
  const on = ordered(mapped.on);
  return on === mapped.on ? mapped : { ...mapped, on };
}

function ordered(predicate: Expr): Expr {
  const terms = conjuncts(predicate);
  // How often random() or sleep() is called is seen from outside.
  if (terms.length < 2 || terms.some(isVolatile)) return predicate;
  const works = new Map(terms.map((term) => [term, workOf(term)]));
  const sorted = [...terms].sort((a, b) => (works.get(a) ?? 0) - (works.get(b) ?? 0));
  return sorted.every((term, at) => term === terms[at]) ? predicate : (and(sorted) ?? predicate);
}
