import { collationOf, SqlError } from '../../../core/index.js';
import type { Expr } from '../expr.js';
import type { Join, JoinKey, JoinMethod, Plan, Scan, StoredScan } from '../plan.js';
import { and, conjuncts, filtered, mapInputs, outputIds, readsAny, TRUE } from '../traverse.js';
import { inputsOf, isVolatile, someInput } from '../visit.js';
import { accessFilter, missingKeys } from './access-paths.js';
import { callForEach, eachJoin, settleFunctions, tellFunction } from './function-scans.js';
import { type Access, isOrdered, joinGraph } from './join-graph.js';
import { searchOrder } from './join-search.js';
import { JoinSteps } from './join-step.js';
import { orToUnion } from './or-to-union.js';
import { split } from './push-predicates.js';
import type { Rule, RuleContext } from './rule.js';
import { accessStored, chooseStoredPath } from './stored-paths.js';

/**
 * Chooses how each table is reached and in which order tables are joined. Only orders in which every required key is
 * bound are considered; where there is none, the query is refused with the keys it lacks.
 */
export const planJoins: Rule = {
  name: 'plan-joins',
  // A lone scan may lack a key.
  concerns: (shape) =>
    shape.hasNode('scan') ||
    shape.hasHint ||
    shape.hasNode('function-scan') ||
    shape.hasNode('filter') ||
    shape.hasNode('join'),
  apply(plan, context, shape) {
    const chosen = choose(plan, context);
    const settled = shape.hasNode('function-scan') ? settleFunctions(chosen) : chosen;
    const unbound = shape.hasNode('scan') ? unboundScan(settled) : undefined;
    if (unbound) throw requiredColumn(unbound);
    return settled;
  },
};

function choose(plan: Plan, context: RuleContext): Plan {
  if (plan.kind === 'filter') {
    const terms = conjuncts(plan.predicate);
    const { input } = plan;
    if (context.options.without?.has('lookups') && isScan(input)) return untold(input, terms);
    if (input.kind === 'scan') return orToUnion({ ...plan, input }, context) ?? accessFilter({ ...plan, input });
    if (input.kind === 'stored-scan') return orToUnion({ ...plan, input }, context) ?? accessStored({ ...plan, input });
    if (input.kind === 'function-scan') {
      const { scan, rest } = tellFunction(input, terms);
      const each = callForEach(scan, rest, context.newId);
      if (each) return each;
      return scan === input && rest.length === terms.length ? plan : filtered(scan, rest);
    }
    if (isOrdered(input)) {
      const [late, early] = split(terms, isVolatile);
      return filtered(orderJoins(filtered(input, early), context), late);
    }
    // A key test that no scan took: the join checks it.
    const kept = terms.filter((term) => term.kind !== 'in-keys');
    const chosen = choose(input, context);
    return kept.length === terms.length && chosen === input ? plan : filtered(chosen, kept);
  }
  if (plan.kind === 'stored-scan') return plan.indexedBy ? chooseStoredPath(plan, []).scan : plan;
  if (plan.kind === 'join')
    return plan.type === 'full' || plan.type === 'right' ? joinWhole(plan, context) : orderJoins(plan, context);
  return mapInputs(plan, (input) => choose(input, context));
}

const isScan = (plan: Plan): plan is Scan | StoredScan => plan.kind === 'scan' || plan.kind === 'stored-scan';

/** The scan told of join keys alone. */
function untold(scan: Scan | StoredScan, terms: readonly Expr[]): Plan {
  const [tests, others] = split(terms, (term) => term.kind === 'in-keys');
  if (tests.length === 0) return filtered(scan, others);
  const filter = { kind: 'filter', predicate: and(tests) ?? TRUE } as const;
  return filtered(
    scan.kind === 'scan' ? accessFilter({ ...filter, input: scan }) : accessStored({ ...filter, input: scan }),
    others,
  );
}

/** A scan that lacks a required key. */
function unboundScan(plan: Plan): Scan | undefined {
  if (plan.kind === 'scan') return missingKeys(plan) ? plan : undefined;
  for (const input of inputsOf(plan)) {
    const unbound = unboundScan(input);
    if (unbound) return unbound;
  }
  return undefined;
}

const isUnbound = (plan: Plan): boolean =>
  plan.kind === 'scan' ? missingKeys(plan) !== undefined : someInput(plan, isUnbound, undefined);

function requiredColumn(scan: Scan): SqlError {
  const keys = missingKeys(scan) ?? [];
  const [example] = scan.table.examples;
  return new SqlError(
    'required-column',
    `Table ${scan.table.name} was queried without a required column in the WHERE clause`,
    undefined,
    `give ${keys.join(' or ')} a value, or join it to one${example ? `: ${example}` : ''}`,
  );
}

// ----------------------------------------------------------------------- joins

/** @param plan a join, or a filter over one */
function orderJoins(plan: Plan, context: RuleContext): Plan {
  const settle = (one: Plan): Plan => choose(one, context);
  const access: Access = { settle, isUnbound };
  const graph = joinGraph(plan, access, context.newId);
  const steps = new JoinSteps(access, !context.options.without?.has('join-keys'));
  const found = searchOrder(graph.relations, steps);
  if (found) return filtered(steps.plan(found), graph.above);
  // No order binds every required key: keep the written one, so that the error names the table.
  return mapInputs(plan, settle);
}

/** A FULL JOIN has its sides as they are. */
function joinWhole(join: Join, context: RuleContext): Plan {
  const left = choose(join.left, context);
  const right = choose(join.right, context);
  const each = eachJoin(join.type, left, join.right, right, conjuncts(join.on), join.fixed);
  if (each) return each;
  const lefts = outputIds(left);
  const rights = outputIds(right);
  const keys: JoinKey[] = [];
  const [, others] = split(conjuncts(join.on), (term) => {
    const key = joinKey(term, lefts, rights);
    if (key) keys.push(key);
    return key !== undefined;
  });
  const { on: _, ...rest } = join;
  const on = and(others);
  const method: JoinMethod = keys.length > 0 ? { kind: 'hash', build: 'right' } : { kind: 'loop' };
  return { ...rest, left, right, keys, method, ...(on && { on }) };
}

/** `left = right` with each side reading its own input, in whichever order it was written. */
function joinKey(term: Expr, lefts: ReadonlySet<number>, rights: ReadonlySet<number>): JoinKey | undefined {
  if (term.kind !== 'compare' || term.op !== '=' || !collationOf(term.collation).exactKey) return undefined;
  const { left, right, collation } = term;
  const isOf = (side: Expr, own: ReadonlySet<number>, other: ReadonlySet<number>): boolean =>
    readsAny(side, own) && !readsAny(side, other);
  if (isOf(left, lefts, rights) && isOf(right, rights, lefts)) return { left, right, collation };
  if (isOf(right, lefts, rights) && isOf(left, rights, lefts)) return { left: right, right: left, collation };
  return undefined;
}
