import type { Expr } from '../expr.js';
import type { Plan } from '../plan.js';
import { conjuncts, mapInputs, outputIds } from '../traverse.js';
import type { Rule } from './rule.js';

/**
 * a LEFT JOIN b … WHERE b.x = 1 => a JOIN b … WHERE b.x = 1: the filter drops every row of nulls anyway.
 * Not where the filter can hold for nulls: b.x IS NULL, coalesce(b.x, 0) = 0.
 */
export const simplifyOuterJoin: Rule = {
  name: 'simplify-outer-join',
  concerns: (shape) => shape.hasNode('join') && shape.hasNode('filter'),
  apply: simplify,
};

function simplify(plan: Plan): Plan {
  const mapped = mapInputs(plan, simplify);
  if (mapped.kind !== 'filter' || mapped.input.kind !== 'join' || mapped.input.type !== 'left') return mapped;
  const supplied = outputIds(mapped.input.right);
  if (!conjuncts(mapped.predicate).some((term) => rejectsNulls(term, supplied))) return mapped;
  return { ...mapped, input: { ...mapped.input, type: 'inner' } };
}

/** Never true when all columns of `ids` are null. */
function rejectsNulls(expr: Expr, ids: ReadonlySet<number>): boolean {
  switch (expr.kind) {
    case 'logical':
      return expr.op === 'and'
        ? expr.terms.some((term) => rejectsNulls(term, ids))
        : expr.terms.every((term) => rejectsNulls(term, ids));
    case 'null-test':
      return expr.negated && isNull(expr.operand, ids);
    case 'truth-test':
      return !expr.negated && isNull(expr.operand, ids);
    default:
      return isNull(expr, ids);
  }
}

/** Null when all columns of `ids` are null. */
function isNull(expr: Expr, ids: ReadonlySet<number>): boolean {
  switch (expr.kind) {
    case 'column':
      return ids.has(expr.column.id);
    case 'unary':
    case 'not':
    case 'cast':
    case 'affinity':
    case 'collate':
      return isNull(expr.operand, ids);
    case 'arithmetic':
      return isNull(expr.left, ids) || isNull(expr.right, ids);
    case 'compare':
      return expr.op !== 'is' && expr.op !== 'is-not' && (isNull(expr.left, ids) || isNull(expr.right, ids));
    case 'pattern':
      return isNull(expr.operand, ids) || isNull(expr.pattern, ids);
    case 'in-list':
      return expr.items.length > 0 && isNull(expr.operand, ids);
    default:
      return false;
  }
}
