import type { Expr } from '../expr.js';
import type { Plan } from '../plan.js';
import { and, columnsIn, conjuncts, filtered, mapInputs, outputIds } from '../traverse.js';
import { hasSubquery, isVolatile } from '../visit.js';
import type { Rule } from './rule.js';

/**
 * a.x = 1 AND b.y = 2 OR a.x = 3 AND b.y = 4 => the same, and a.x = 1 OR a.x = 3, and b.y = 2 OR b.y = 4: what an OR over
 * several tables says of one of them, where every arm says something, can be pushed down to it.
 */
export const implyOr: Rule = {
  name: 'imply-or',
  concerns: (shape) => shape.hasNode('join') && shape.hasExpr('logical'),
  apply: rewrite,
};

function rewrite(plan: Plan): Plan {
  const mapped = mapInputs(plan, rewrite);
  if (mapped.kind !== 'filter' || mapped.input.kind !== 'join') return mapped;
  const terms = conjuncts(mapped.predicate);
  const tables = joined(mapped.input).map(outputIds);
  const implied = terms.flatMap((term) => (isDisjunction(term) ? impliedBy(term, tables) : []));
  return implied.length === 0 ? mapped : filtered(mapped.input, [...terms, ...implied]);
}

/** What inner joins put together. */
function joined(plan: Plan): Plan[] {
  return plan.kind === 'join' && plan.type === 'inner' ? [...joined(plan.left), ...joined(plan.right)] : [plan];
}

type Disjunction = Extract<Expr, { kind: 'logical' }>;

const isDisjunction = (term: Expr): term is Disjunction =>
  term.kind === 'logical' && term.op === 'or' && !hasSubquery(term) && !isVolatile(term);

function impliedBy(term: Disjunction, tables: readonly ReadonlySet<number>[]): Expr[] {
  const read = columnsIn(term);
  const arms = term.terms.map(conjuncts);
  return tables.flatMap((ids) => {
    // An OR over one table is pushed down as it is.
    if ([...read].every((id) => ids.has(id))) return [];
    const own = arms.map((arm) => and(arm.filter((one) => isOver(one, ids))));
    return own.every((one) => one !== undefined) ? [{ ...term, terms: own }] : [];
  });
}

/** Reads this table, and no other. */
function isOver(expr: Expr, ids: ReadonlySet<number>): boolean {
  const read = [...columnsIn(expr)];
  return read.length > 0 && read.every((id) => ids.has(id));
}
