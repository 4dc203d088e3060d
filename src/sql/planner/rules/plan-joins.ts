import { type CollationName, collationOf as collationOfName, SqlError } from '../../../core/index.js';
import { estimate } from '../estimate.js';
import type { Expr, InKeysExpr } from '../expr.js';
import type { Join, JoinKey, JoinMethod, JoinType, KeySet, Plan, Scan, StoredScan } from '../plan.js';
import { and, columnsIn, conjuncts, filtered, freeColumns, mapInputs, outputIds, TRUE } from '../traverse.js';
import { inputsOf } from '../visit.js';
import { accessFilter, missingKeys } from './access-paths.js';
import { callForEach, eachJoin, settleFunctions, tellFunction, tellRelations } from './function-scans.js';
import { orToUnion } from './or-to-union.js';
import { push, split } from './push-predicates.js';
import type { Rule, RuleContext } from './rule.js';
import { accessStored, chooseStoredPath } from './stored-paths.js';

/** Up to this many relations every order is tried; beyond, the cheapest next one is taken each time. */
const EXHAUSTIVE = 7;
/** Most join keys handed to a scan at once. */
const BATCH = 1024;

/**
 * Chooses how each table is reached and in which order tables are joined. Only orders in which every required key is
 * bound are considered; where there is none, the query is refused with the keys it lacks.
 */
export const planJoins: Rule = {
  name: 'plan-joins',
  // A lone scan may lack a key.
  concerns: (shape) =>
    shape.hasNode('scan') ||
    shape.hasNode('stored-scan') ||
    shape.hasNode('function-scan') ||
    shape.hasNode('filter') ||
    shape.hasNode('join'),
  apply(plan, context) {
    const chosen = settleFunctions(choose(plan, context));
    const unbound = unboundScan(chosen);
    if (unbound) throw requiredColumn(unbound);
    return chosen;
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
    // A key test that no scan took: the join checks it.
    const kept = terms.filter((term) => term.kind !== 'in-keys');
    const chosen = choose(input, context);
    return kept.length === terms.length && chosen === input ? plan : filtered(chosen, kept);
  }
  if (plan.kind === 'stored-scan') return plan.indexedBy ? chooseStoredPath(plan, []).scan : plan;
  if (plan.kind !== 'join') return mapInputs(plan, (input) => choose(input, context));
  if (plan.type === 'inner' && !plan.fixed) return orderJoins(plan, context);
  const left = choose(plan.left, context);
  return (
    joinPair(context, plan.type, left, plan.right, conjuncts(plan.on), plan.fixed) ?? {
      ...plan,
      left,
      right: choose(plan.right, context),
    }
  );
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

// ------------------------------------------------------------------ join order

interface Relation {
  readonly logical: Plan;
  readonly chosen: Plan;
  readonly ids: ReadonlySet<number>;
  /** Relations whose rows it is made from, a bit each. */
  readonly needs: bigint;
}
interface Term {
  readonly expr: Expr;
  /** Relations it reads, a bit each. */
  readonly mask: bigint;
}

function flatten(plan: Plan, relations: Plan[], terms: Expr[]): void {
  if (plan.kind === 'join' && plan.type === 'inner' && !plan.fixed) {
    flatten(plan.left, relations, terms);
    flatten(plan.right, relations, terms);
    terms.push(...conjuncts(plan.on));
  } else relations.push(plan);
}

function orderJoins(join: Join, context: RuleContext): Plan {
  const plans: Plan[] = [];
  const exprs: Expr[] = [];
  flatten(join, plans, exprs);
  const [logicals, conditions] = tellRelations(plans, exprs);
  const ids = logicals.map((logical): ReadonlySet<number> => outputIds(logical));
  const maskOf = (read: Iterable<number>): bigint => {
    const all = [...read];
    return ids.reduce((mask, own, index) => (all.some((id) => own.has(id)) ? mask | (1n << BigInt(index)) : mask), 0n);
  };
  const relations = logicals.map((logical, index): Relation => {
    const needs = maskOf(freeColumns(logical).map(({ id }) => id));
    return { logical, chosen: choose(logical, context), ids: ids[index] as ReadonlySet<number>, needs }; // one each
  });
  const terms = conditions.map((expr): Term => ({ expr, mask: maskOf(columnsIn(expr)) }));
  const search = relations.length <= EXHAUSTIVE ? searchAll : searchGreedily;
  const found = search(relations, terms, context);
  if (found) return found;
  // No order binds every required key: keep the written one, so that the error names the table.
  return { ...join, left: choose(join.left, context), right: choose(join.right, context) };
}

interface State {
  readonly plan: Plan;
  readonly cost: number;
}

const better = (a: State, b: State | undefined): boolean => b === undefined || a.cost < b.cost;

/** The best left-deep tree over every subset of relations, smaller subsets first. */
function searchAll(relations: readonly Relation[], terms: readonly Term[], context: RuleContext): Plan | undefined {
  const best = new Map<number, State>();
  relations.forEach((relation, index) => {
    const state = start(relation);
    if (state) best.set(1 << index, state);
  });
  const all = (1 << relations.length) - 1;
  for (let mask = 1; mask < all; mask++) {
    const state = best.get(mask);
    if (!state) continue;
    relations.forEach((relation, index) => {
      const bit = 1 << index;
      if (mask & bit) return;
      const next = extend(state, relation, BigInt(mask), BigInt(bit), terms, context);
      if (next && better(next, best.get(mask | bit))) best.set(mask | bit, next);
    });
  }
  return best.get(all)?.plan;
}

function searchGreedily(
  relations: readonly Relation[],
  terms: readonly Term[],
  context: RuleContext,
): Plan | undefined {
  let best: { state: State; index: number } | undefined;
  relations.forEach((relation, index) => {
    const state = start(relation);
    if (state && better(state, best?.state)) best = { state, index };
  });
  if (!best) return undefined;
  let mask = 1n << BigInt(best.index);
  let { state } = best;
  for (let joined = 1; joined < relations.length; joined++) {
    let next: { state: State; index: number } | undefined;
    relations.forEach((relation, index) => {
      const bit = 1n << BigInt(index);
      if (mask & bit) return;
      const candidate = extend(state, relation, mask, bit, terms, context);
      if (candidate && better(candidate, next?.state)) next = { state: candidate, index };
    });
    if (!next) return undefined;
    state = next.state;
    mask |= 1n << BigInt(next.index);
  }
  return state.plan;
}

function start(relation: Relation): State | undefined {
  if (relation.needs !== 0n || unboundScan(relation.chosen)) return undefined;
  return { plan: relation.chosen, cost: estimate(relation.chosen).cost };
}

function extend(
  state: State,
  relation: Relation,
  mask: bigint,
  bit: bigint,
  terms: readonly Term[],
  context: RuleContext,
): State | undefined {
  if ((relation.needs & ~mask) !== 0n) return undefined;
  const here = terms
    .filter((term) => (term.mask & bit) !== 0n && (term.mask & ~(mask | bit)) === 0n)
    .map((term) => term.expr);
  const plan = joinPair(context, 'inner', state.plan, relation.logical, here, false, relation.chosen);
  if (!plan) return undefined;
  const { cost, rows } = estimate(plan);
  // A cross product is worse than its own cost tells: everything after it works on its rows.
  return { plan, cost: cost + (here.length === 0 ? rows : 0) };
}

// ----------------------------------------------------------------- two inputs

/** The cheapest way to join `right` to a chosen left side; undefined where its required keys stay unbound. */
function joinPair(
  context: RuleContext,
  type: JoinType,
  left: Plan,
  right: Plan,
  terms: readonly Expr[],
  fixed: boolean,
  alone: Plan = choose(right, context),
): Plan | undefined {
  const each = eachJoin(type, left, right, alone, terms, fixed);
  if (each) return each;
  const lefts = outputIds(left);
  const rights = outputIds(right);
  const keys: JoinKey[] = [];
  const [equalities, others] = split(terms, (term) => {
    const key = joinKey(term, lefts, rights);
    if (key) keys.push(key);
    return key !== undefined;
  });
  const on = and(others);
  const made = (side: Plan, method: JoinMethod): Plan => ({
    kind: 'join',
    type,
    left,
    right: side,
    fixed,
    keys,
    method,
    ...(on && { on }),
  });
  const candidates: Plan[] = [];
  if (type !== 'full' && !context.options.without?.has('join-keys')) {
    const keyed = keyedRight(context, right, keys, others, lefts, rights);
    if (keyed && !unboundScan(keyed.plan))
      candidates.push(made(keyed.plan, { kind: 'lookup', batch: BATCH, sets: keyed.sets }));
  }
  if (!unboundScan(alone)) {
    const isHashed = equalities.length > 0;
    candidates.push(made(alone, isHashed ? { kind: 'hash', build: buildSide(type, left, alone) } : { kind: 'loop' }));
  }
  if (candidates.length <= 1) return candidates[0];
  return candidates.reduce<Plan | undefined>(
    (best, one) => (best && estimate(best).cost <= estimate(one).cost ? best : one),
    undefined,
  );
}

const buildSide = (type: JoinType, left: Plan, right: Plan): 'left' | 'right' =>
  type === 'inner' && estimate(left).rows * 2 < estimate(right).rows ? 'left' : 'right';

/** `left = right` with each side reading its own input, in whichever order it was written. */
function joinKey(term: Expr, lefts: ReadonlySet<number>, rights: ReadonlySet<number>): JoinKey | undefined {
  if (term.kind !== 'compare' || term.op !== '=') return undefined;
  // Where equality is not transitive no hash can stand for it: each pair is compared.
  if (!collationOfName(term.collation).exactKey) return undefined;
  const sides = [term.left, term.right].map((side) => {
    const read = [...columnsIn(side)];
    return read.some((id) => lefts.has(id))
      ? read.some((id) => rights.has(id))
        ? 'both'
        : 'left'
      : read.some((id) => rights.has(id))
        ? 'right'
        : 'none';
  });
  if (sides[0] === 'left' && sides[1] === 'right')
    return { left: term.left, right: term.right, collation: term.collation };
  if (sides[0] === 'right' && sides[1] === 'left')
    return { left: term.right, right: term.left, collation: term.collation };
  return undefined;
}

/** The right side with the join's keys pushed to its scans, and the sets that arrived at one. */
function keyedRight(
  context: RuleContext,
  right: Plan,
  keys: readonly JoinKey[],
  others: readonly Expr[],
  lefts: ReadonlySet<number>,
  rights: ReadonlySet<number>,
): { plan: Plan; sets: KeySet[] } | undefined {
  const sets: KeySet[] = [];
  const tests: Expr[] = [];
  const offer = (expr: Expr, operand: Expr, op: InKeysExpr['op'], collation: CollationName = 'binary'): void => {
    const id = context.newId();
    sets.push({ id, expr });
    tests.push({ kind: 'in-keys', operand, set: id, op, ...(collation !== 'binary' && { collation }) });
  };
  for (const key of keys) offer(key.left, key.right, '=', key.collation);
  for (const term of others) {
    if (term.kind !== 'pattern' || term.negated || term.escape) continue;
    const fromLeft = [...columnsIn(term.pattern)];
    if (
      fromLeft.length > 0 &&
      fromLeft.every((id) => lefts.has(id)) &&
      [...columnsIn(term.operand)].every((id) => rights.has(id))
    )
      offer(term.pattern, term.operand, term.op);
  }
  if (tests.length === 0) return undefined;
  const plan = choose(push(right, tests), context);
  const used = new Set<number>();
  collectSets(plan, used);
  const arrived = sets.filter((set) => used.has(set.id));
  return arrived.length > 0 ? { plan, sets: arrived } : undefined;
}

function collectSets(plan: Plan, into: Set<number>): void {
  if (plan.kind === 'scan') for (const lookup of plan.lookups) if ('set' in lookup) into.add(lookup.set);
  if (plan.kind === 'stored-scan')
    for (const values of plan.access?.equals ?? []) if (values.kind === 'keys') into.add(values.set);
  for (const input of inputsOf(plan)) collectSets(input, into);
}
