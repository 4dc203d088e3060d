import { extended } from '../../../core/index.js';
import type { Expr } from '../expr.js';
import type { Limit, Plan } from '../plan.js';
import { mapInputs } from '../traverse.js';
import type { Rule } from './rule.js';

/**
 * LIMIT 5 over a scan => the scan is told that five rows are enough; over a sort => the sort keeps the best five.
 * Not past a filter, join, distinct or aggregate: they may need more rows to give five.
 */
export const pushLimit: Rule = {
  name: 'push-limit',
  concerns: (shape) => shape.hasNode('limit'),
  apply: rewrite,
};

function rewrite(plan: Plan): Plan {
  const mapped = mapInputs(plan, rewrite);
  if (mapped.kind !== 'limit') return mapped;
  const enough = enoughRows(mapped);
  if (!enough) return mapped;
  const input = bounded(mapped.input, enough);
  return input === mapped.input ? mapped : { ...mapped, input };
}

/** limit + offset, where that can be known before running. */
function enoughRows(plan: Limit): Expr | undefined {
  if (plan.limit.kind !== 'literal' || typeof plan.limit.value !== 'number' || !(plan.limit.value >= 0))
    return undefined;
  if (!plan.offset) return plan.limit;
  if (plan.offset.kind !== 'literal' || typeof plan.offset.value !== 'number') return undefined;
  return { kind: 'literal', value: plan.limit.value + Math.max(0, plan.offset.value) };
}

function bounded(plan: Plan, limit: Expr): Plan {
  switch (plan.kind) {
    case 'scan':
    case 'stored-scan':
    case 'sort':
      return plan.limit ? plan : extended(plan, { limit });
    case 'project':
    case 'union-all':
      return mapInputs(plan, (input) => bounded(input, limit));
    default:
      return plan;
  }
}
