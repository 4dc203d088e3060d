import type { Expr } from '../expr.js';
import type { Plan } from '../plan.js';
import { conjuncts, exprKey, mapInputs, outputIds } from '../traverse.js';
import { push } from './push-predicates.js';
import type { Rule } from './rule.js';

/**
 * a.pid = b.pid AND a.pid = 1 => also b.pid = 1, so that both scans are given the key.
 * Through an outer join from the kept side to the other, not back: a kept row without partner must stay.
 */
export const transitiveEquality: Rule = {
  name: 'transitive-equality',
  concerns: (shape) => shape.hasNode('join') && shape.hasExpr('compare'),
  apply(plan) {
    // A chain a = b = c takes one round per link.
    for (let round = 0; round < 8; round++) {
      const next = spread(plan);
      if (next === plan) return plan;
      plan = next;
    }
    return plan;
  },
};

function spread(plan: Plan): Plan {
  const mapped = mapInputs(plan, spread);
  if (mapped.kind !== 'join' || (mapped.type !== 'inner' && mapped.type !== 'left')) return mapped;
  const fromLeft = constantsOf(mapped.left);
  const fromRight = mapped.type === 'inner' ? constantsOf(mapped.right) : new Map<number, Expr[]>();
  let { left, right } = mapped;
  for (const [a, b, collation] of equalColumns(conjuncts(mapped.on))) {
    const rights = outputIds(mapped.right);
    const [ours, theirs] = rights.has(b.id) ? [a, b] : [b, a];
    right = withConstants(right, fromLeft.get(ours.id), ours.id, theirs, collation);
    left = withConstants(left, fromRight.get(theirs.id), theirs.id, ours, collation);
  }
  return left === mapped.left && right === mapped.right ? mapped : { ...mapped, left, right };
}

type ColumnOf = Extract<Expr, { kind: 'column' }>['column'];

function equalColumns(terms: readonly Expr[]): [ColumnOf, ColumnOf, string][] {
  return terms.flatMap((term): [ColumnOf, ColumnOf, string][] => {
    if (term.kind !== 'compare' || term.op !== '=' || term.left.kind !== 'column' || term.right.kind !== 'column')
      return [];
    const { left, right } = term;
    return left.column.affinity === right.column.affinity ? [[left.column, right.column, term.collation]] : [];
  });
}

/** Predicates `column = constant` and `column IN (constants)` that every row of the plan satisfies, by column. */
function constantsOf(plan: Plan, into = new Map<number, Expr[]>()): Map<number, Expr[]> {
  if (plan.kind === 'filter') {
    for (const term of conjuncts(plan.predicate)) {
      const id = constantColumn(term);
      if (id !== undefined) into.set(id, [...(into.get(id) ?? []), term]);
    }
    return constantsOf(plan.input, into);
  }
  if (plan.kind === 'join' && (plan.type === 'inner' || plan.type === 'left')) {
    constantsOf(plan.left, into);
    return plan.type === 'inner' ? constantsOf(plan.right, into) : into;
  }
  return plan.kind === 'distinct' || plan.kind === 'sort' ? constantsOf(plan.input, into) : into;
}

const isConstant = (expr: Expr): boolean => expr.kind === 'literal' || expr.kind === 'parameter';

function constantColumn(term: Expr): number | undefined {
  if (term.kind === 'in-list' && !term.negated && term.operand.kind === 'column' && term.items.every(isConstant))
    return term.operand.column.id;
  if (term.kind !== 'compare' || term.op !== '=') return undefined;
  if (term.left.kind === 'column' && isConstant(term.right)) return term.left.column.id;
  return term.right.kind === 'column' && isConstant(term.left) ? term.right.column.id : undefined;
}

function withConstants(
  plan: Plan,
  terms: readonly Expr[] | undefined,
  from: number,
  to: ColumnOf,
  collation: string,
): Plan {
  const known = new Set((constantsOf(plan).get(to.id) ?? []).map(exprKey));
  const moved = (terms ?? []).flatMap((term): Expr[] => {
    if ((term.kind !== 'compare' && term.kind !== 'in-list') || term.collation !== collation) return [];
    const onto =
      term.kind === 'in-list'
        ? { ...term, operand: column(to) }
        : isColumn(term.left, from)
          ? { ...term, left: column(to) }
          : { ...term, right: column(to) };
    return known.has(exprKey(onto)) ? [] : [onto];
  });
  return moved.length > 0 ? push(plan, moved) : plan;
}

const column = (to: ColumnOf): Expr => ({ kind: 'column', column: to });
const isColumn = (expr: Expr, id: number): boolean => expr.kind === 'column' && expr.column.id === id;
