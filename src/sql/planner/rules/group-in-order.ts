import { estimate } from '../estimate.js';
import type { SortTerm } from '../expr.js';
import type { Aggregate, Plan } from '../plan.js';
import { mapInputs } from '../traverse.js';
import type { Rule } from './rule.js';
import { inOrder } from './use-order.js';

/**
 * Groups over a scan that can put its rows out in the order of their keys => the next group begins where a key ends, and
 * nothing is hashed. Another way to read the table is taken only where groups are small, and for functions to which the
 * order of rows says nothing.
 */
export const groupInOrder: Rule = {
  name: 'group-in-order',
  concerns: (shape) => shape.hasNode('aggregate') && shape.hasNode('stored-scan'),
  apply: rewrite,
};

/** Rows of a group up to which hashing costs more than rows that lie apart. */
const SMALL_GROUP = 32;
const ORDERLESS = new Set(['count', 'sum', 'total', 'avg', 'min', 'max']);

function rewrite(plan: Plan): Plan {
  const mapped = mapInputs(plan, rewrite);
  return mapped.kind === 'aggregate' ? ordered(mapped) : mapped;
}

function ordered(plan: Aggregate): Aggregate {
  if (plan.isOrdered || plan.groups.length === 0) return plan;
  const terms = plan.groups.map(
    ({ expr, column }): SortTerm => ({ expr, descending: false, nullsFirst: true, collation: column.collation }),
  );
  const input = inOrder(plan.input, terms);
  if (!input || (input !== plan.input && !isWorthwhile(plan, input))) return plan;
  return { ...plan, input, isOrdered: true };
}

function isWorthwhile(plan: Aggregate, input: Plan): boolean {
  if (plan.bare.length > 0 || plan.calls.some(({ fn }) => !ORDERLESS.has(fn.name))) return false;
  return estimate(input).rows <= SMALL_GROUP * estimate(plan).rows;
}
