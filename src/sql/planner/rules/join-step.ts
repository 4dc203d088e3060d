import type { CollationName } from '../../../core/index.js';
import { type ColumnCounts, type EqualPair, matchShare } from '../column-counts.js';
import { type Estimate, estimate, joinCost, joinedRows } from '../estimate.js';
import type { Expr } from '../expr.js';
import type { JoinKey, JoinMethod, KeySet, Plan } from '../plan.js';
import { and, filtered } from '../traverse.js';
import { inputsOf } from '../visit.js';
import { eachJoin } from './function-scans.js';
import type { Access, EqualColumns, Link, Member, Offer, Relation } from './join-graph.js';
import { push } from './push-predicates.js';

/** Most join keys handed to a scan at once. */
const BATCH = 1024;
/** Keys for a host table may cost so much more than all its rows: those are guessed, and keys never read more than all. */
const KEYS_ARE_SAFE = 2;

/** Rows joined so far. */
export interface State {
  readonly mask: bigint;
  readonly rows: number;
  readonly cost: number;
  readonly relation: Relation;
  readonly before?: State;
  readonly kind: 'start' | JoinMethod['kind'];
  /** Nothing said which rows belong together. */
  readonly isCross: boolean;
}

/** The right side told of keys. */
interface Keyed {
  readonly plan: Plan;
  /** Sets that arrived at a scan. */
  readonly sets: ReadonlySet<number>;
  readonly readsHost: boolean;
}

/** A condition that holds the relation's rows against those that are there. */
interface Tie {
  /** The part of all pairs that it leaves, of itself. */
  readonly share: number;
  /** Two columns that are equal: the relation's and one that is there. */
  readonly members?: readonly [own: Member, other: Member];
  readonly equality?: JoinKey;
  readonly offer?: Offer & { readonly left: Expr; readonly distinct: number };
  readonly term?: Expr;
}

/** Joins relations one by one; what a relation makes of a set of keys is found out once. */
export class JoinSteps {
  readonly #keyed = new Map<Relation, Map<bigint, Keyed | undefined>>();

  /** @param takesKeys whether relations may be told keys by others */
  constructor(
    private readonly access: Access,
    private readonly takesKeys: boolean,
  ) {}

  start(relation: Relation): State | undefined {
    if (relation.type !== 'inner' || relation.needs !== 0n || relation.isUnbound) return undefined;
    return { mask: relation.bit, ...relation.size, relation, kind: 'start', isCross: false };
  }

  /** The rows with those of one more relation; undefined where that cannot be done yet. */
  extend(before: State, relation: Relation): State | undefined {
    if ((relation.needs & ~before.mask) !== 0n) return undefined;
    const ties = tiesOf(relation, before.mask);
    const pairs = before.rows * relation.size.rows * shareOf(ties);
    const filters = above(relation, before.mask);
    const rows = filters.reduce(
      (left, { share }) => left * Math.max(share, 0.1),
      joinedRows(relation.type, before.rows, pairs, relation.size.rows),
    );
    const method = this.#cheapest(before, relation, ties, rows);
    if (!method) return undefined;
    const isCross = ties.length === 0 && relation.needs === 0n;
    return {
      mask: before.mask | relation.bit,
      rows,
      // A cross product is worse than its own cost tells: everything after it works on its rows.
      cost: before.cost + method.cost + (isCross ? rows : 0),
      relation,
      before,
      kind: method.kind,
      isCross,
    };
  }

  #cheapest(
    before: State,
    relation: Relation,
    ties: readonly Tie[],
    rows: number,
  ): { kind: JoinMethod['kind']; cost: number } | undefined {
    if (relation.readsRows)
      return relation.isUnbound
        ? undefined
        : { kind: 'each', cost: joinCost({ kind: 'each' }, before.rows, relation.size, rows) };
    const keyed = this.#keyedBy(relation, ties);
    const byKeys =
      keyed &&
      joinCost({ kind: 'lookup', batch: BATCH, sets: [] }, before.rows, answers(keyed, ties, before.rows), rows);
    if (relation.isUnbound) return byKeys === undefined ? undefined : { kind: 'lookup', cost: byKeys };
    const method: JoinMethod = ties.some((tie) => tie.equality)
      ? { kind: 'hash', build: buildSide(relation, before.rows) }
      : { kind: 'loop' };
    const alone = joinCost(method, before.rows, relation.size, rows);
    const most = keyed?.readsHost ? alone * KEYS_ARE_SAFE : alone;
    return byKeys !== undefined && byKeys <= most
      ? { kind: 'lookup', cost: byKeys }
      : { kind: method.kind, cost: alone };
  }

  /** The plan that the states say. */
  plan(state: State): Plan {
    const { before, relation, kind } = state;
    if (!before) return relation.alone;
    const left = this.plan(before);
    const ties = tiesOf(relation, before.mask);
    const filters = above(relation, before.mask).map(({ term }) => term);
    return filtered(this.#joined(left, before, relation, kind, ties), filters);
  }

  #joined(left: Plan, before: State, relation: Relation, kind: State['kind'], ties: readonly Tie[]): Plan {
    const { type, logical, alone } = relation;
    if (kind === 'each') {
      const each = eachJoin(type, left, logical, alone, ties.map(termOf), false);
      if (each) return each;
    }
    const keyed = kind === 'lookup' ? this.#keyedBy(relation, ties) : undefined;
    const keys = ties.flatMap((tie) => tie.equality ?? []);
    const on = and(ties.flatMap((tie) => tie.term ?? []));
    return {
      kind: 'join',
      type,
      left,
      right: keyed?.plan ?? alone,
      fixed: false,
      keys,
      method: keyed
        ? { kind: 'lookup', batch: BATCH, sets: setsOf(keyed, ties) }
        : keys.length > 0
          ? { kind: 'hash', build: buildSide(relation, before.rows) }
          : { kind: 'loop' },
      ...(on && { on }),
    };
  }

  /** The relation with the keys pushed to its scans; undefined where none of them gets there, or one is still missing. */
  #keyedBy(relation: Relation, ties: readonly Tie[]): Keyed | undefined {
    if (!this.takesKeys) return undefined;
    let places = 0n;
    for (const { offer } of ties) if (offer) places |= offer.place;
    if (places === 0n) return undefined;
    let known = this.#keyed.get(relation);
    if (!known) {
      known = new Map();
      this.#keyed.set(relation, known);
    }
    if (!known.has(places)) {
      const tests = ties.flatMap(({ offer }) => offer?.test ?? []);
      const plan = this.access.settle(push(relation.logical, tests));
      const sets = new Set<number>();
      const readsHost = collectSets(plan, sets, new Set(tests.map(({ set }) => set)));
      known.set(places, sets.size > 0 && !this.access.isUnbound(plan) ? { plan, sets, readsHost } : undefined);
    }
    return known.get(places);
  }
}

const buildSide = ({ type, size }: Relation, left: number): 'left' | 'right' =>
  type === 'inner' && left * 2 < size.rows ? 'left' : 'right';

/** What the right side gives and costs when it is told the keys of so many rows. */
function answers({ plan, sets }: Keyed, ties: readonly Tie[], rows: number): Estimate {
  const keys = new Map<number, number>();
  for (const { offer } of ties)
    if (offer && sets.has(offer.test.set)) keys.set(offer.test.set, Math.max(1, Math.min(rows, offer.distinct)));
  return estimate(plan, keys);
}

function setsOf({ sets }: Keyed, ties: readonly Tie[]): KeySet[] {
  return ties.flatMap(({ offer }) =>
    offer && sets.has(offer.test.set) ? [{ id: offer.test.set, expr: offer.left }] : [],
  );
}

function termOf({ term, equality }: Tie): Expr {
  return term ?? { kind: 'compare', op: '=', ...(equality as JoinKey) }; // a tie has one of both
}

/** The part of all pairs that ties leave: several columns of one relation count together. */
function shareOf(ties: readonly Tie[]): number {
  const pairs = ties.flatMap(({ members }) => (members ? [members] : []));
  const each = (some: readonly Tie[]): number => some.reduce((share, tie) => share * tie.share, 1);
  if (pairs.length < 2) return each(ties);
  let share = each(ties.filter(({ members }) => !members));
  const byRelation = new Map<ColumnCounts, (readonly [Member, Member])[]>();
  for (const pair of pairs) byRelation.set(pair[1].counts, [...(byRelation.get(pair[1].counts) ?? []), pair]);
  for (const [counts, members] of byRelation) {
    const columns = members.map(([own, other]): EqualPair => [other.column, own.column]);
    share *= matchShare(columns, counts, (members[0] as readonly [Member, Member])[0].counts); // one at least
  }
  return share;
}

/** What holds the relation's rows against those of `mask`. */
function tiesOf(relation: Relation, mask: bigint): Tie[] {
  const ties: Tie[] = [];
  for (const member of relation.members) {
    const { of, column, distinct, key } = member;
    const other = firstOf(of, of.mask & mask);
    if (!other) continue;
    ties.push({
      share: 1 / Math.max(1, distinct, other.distinct),
      members: [member, other],
      equality: joinKey(other.column, column, of.collation),
      offer: { ...key, left: other.column, distinct: other.distinct },
    });
  }
  const links = relation.type === 'inner' ? relation.links : relation.on;
  for (const link of links) if (isKnown(link, relation, mask)) ties.push(tieOf(link));
  return ties;
}

const firsts = new WeakMap<EqualColumns, { readonly there: bigint; readonly member: Member | undefined }>();

/** The first of the columns that are there; one step after the other asks for the same one. */
function firstOf(columns: EqualColumns, there: bigint): Member | undefined {
  if (there === 0n) return undefined;
  let first = firsts.get(columns);
  if (first?.there !== there) {
    first = { there, member: columns.members.find(({ bit }) => (bit & there) !== 0n) };
    firsts.set(columns, first);
  }
  return first.member;
}

function tieOf({ term, share, equality, offer, distinct }: Link): Tie {
  const told = offer && { offer: { ...offer, distinct } };
  return equality ? { share, equality, ...told } : { share, term, ...told };
}

const joinKey = (left: Expr, right: Expr, collation: CollationName): JoinKey => ({ left, right, collation });

/** Conditions that hold for joined rows, where an outer join keeps rows for which they do not. */
const above = (relation: Relation, mask: bigint): readonly Link[] =>
  relation.type === 'inner' ? [] : relation.links.filter((link) => isKnown(link, relation, mask));

const isKnown = (link: Link, { bit }: Relation, mask: bigint): boolean => (link.mask & ~(mask | bit)) === 0n;

/** True where a set arrives at a host table. */
function collectSets(plan: Plan, into: Set<number>, wanted: ReadonlySet<number>): boolean {
  const before = into.size;
  if (plan.kind === 'scan')
    for (const lookup of plan.lookups) if ('set' in lookup && wanted.has(lookup.set)) into.add(lookup.set);
  const isHost = into.size > before;
  if (plan.kind === 'stored-scan')
    for (const values of plan.access?.equals ?? [])
      if (values.kind === 'keys' && wanted.has(values.set)) into.add(values.set);
  return inputsOf(plan).reduce((found, input) => collectSets(input, into, wanted) || found, isHost);
}
