import type { SortTerm } from '../expr.js';
import type { Aggregate, Plan } from '../plan.js';
import { filtered, mapInputs } from '../traverse.js';
import type { Rule } from './rule.js';
import { Slots } from './stored-facts.js';
import { orderedTerms } from './stored-paths.js';
import { orderedScan } from './use-order.js';

/** max(x) over a scan with a key on x => over its last row whose x is not null: a look at one end of the key. */
export const firstEntry: Rule = {
  name: 'first-entry',
  concerns: (shape) => shape.hasNode('aggregate') && shape.hasNode('stored-scan'),
  apply: rewrite,
};

function rewrite(plan: Plan): Plan {
  const mapped = mapInputs(plan, rewrite);
  return mapped.kind === 'aggregate' ? (atOneEnd(mapped) ?? mapped) : mapped;
}

function atOneEnd(plan: Aggregate): Plan | undefined {
  const [call, second] = plan.calls;
  if (!call || second || plan.groups.length > 0 || plan.bare.length > 0 || call.distinct || call.filter)
    return undefined;
  const [arg] = call.args;
  const { name } = call.fn;
  if (call.args.length !== 1 || !arg || (name !== 'min' && name !== 'max')) return undefined;
  const descending = name === 'max';
  const term: SortTerm = { expr: arg, descending, nullsFirst: !descending, collation: call.collation };
  const input = notNullInOrder(plan.input, term);
  return input && { ...plan, input: { kind: 'limit', input, limit: { kind: 'literal', value: 1 } } };
}

/** The rows where the term is not null, in its order; undefined where that takes more than a walk along a key. */
function notNullInOrder(plan: Plan, term: SortTerm): Plan | undefined {
  if (plan.kind === 'filter') {
    const input = notNullInOrder(plan.input, term);
    return input && { ...plan, input };
  }
  const scan = plan.kind === 'stored-scan' ? orderedScan(plan, [term]) : undefined;
  if (!scan) return undefined;
  const { access } = scan;
  const next = orderedTerms(scan, access?.index)[access?.equals.length ?? 0];
  if (next?.slot !== new Slots(scan).of(term.expr))
    return filtered(scan, [{ kind: 'null-test', negated: true, operand: term.expr }]);
  // Bounds leave nulls out, and so does a range without any.
  return access && !access.range ? { ...scan, access: { ...access, range: {} } } : scan;
}
