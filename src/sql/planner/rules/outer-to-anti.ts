import type { Column, Expr } from '../expr.js';
import { type Join, outputColumns, type Plan, type ProjectItem } from '../plan.js';
import { columnExpr, conjuncts, filtered, mapInputs, outputIds } from '../traverse.js';
import type { Rule } from './rule.js';
import { isNullable } from './stored-facts.js';

/**
 * a LEFT JOIN b ON b.x = a.x WHERE b.x IS NULL => an anti join, b's columns null: what matches would be dropped again.
 * Where the column asked about is null in no row that matches: it is compared by the join, or never null.
 */
export const outerToAnti: Rule = {
  name: 'outer-to-anti',
  concerns: (shape) => shape.hasNode('join') && shape.hasNode('filter'),
  apply: rewrite,
};

function rewrite(plan: Plan): Plan {
  const mapped = mapInputs(plan, rewrite);
  if (mapped.kind !== 'filter' || mapped.input.kind !== 'join' || mapped.input.type !== 'left') return mapped;
  const join = mapped.input;
  const terms = conjuncts(mapped.predicate);
  const test = terms.find((term) => isUnmatched(term, join));
  if (!test) return mapped;
  const rest = terms.filter((term) => term !== test);
  const items = [...outputColumns(join.left).map(kept), ...outputColumns(join.right).map(nulled)];
  return filtered({ kind: 'project', input: { ...join, type: 'anti' }, items }, rest);
}

const kept = (column: Column): ProjectItem => ({ column, expr: columnExpr(column) });
const nulled = (column: Column): ProjectItem => ({ column, expr: { kind: 'literal', value: null } });

/** True for the left rows without match alone. */
function isUnmatched(term: Expr, join: Join): boolean {
  if (term.kind !== 'null-test' || term.negated || term.operand.kind !== 'column') return false;
  const { column } = term.operand;
  if (!outputIds(join.right).has(column.id)) return false;
  return isNeverNull(column, join.right) || conjuncts(join.on).some((condition) => compares(condition, column));
}

/** A rowid, or declared NOT NULL, and read straight from a stored table: an outer join between would add nulls. */
function isNeverNull(column: Column, plan: Plan): boolean {
  if (plan.kind === 'filter') return isNeverNull(column, plan.input);
  if (plan.kind !== 'stored-scan') return false;
  const slot = plan.sources[plan.columns.findIndex(({ id }) => id === column.id)];
  return slot !== undefined && !isNullable(plan.table, slot);
}

/** A comparison that no null in the column can pass. */
function compares(condition: Expr, { id }: Column): boolean {
  if (condition.kind !== 'compare' || condition.op === 'is' || condition.op === 'is-not') return false;
  return [condition.left, condition.right].some((side) => side.kind === 'column' && side.column.id === id);
}
