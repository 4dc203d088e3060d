import { type CollationName, collationOf } from '../../../core/index.js';
import { ColumnCounts } from '../column-counts.js';
import { type Estimate, estimate } from '../estimate.js';
import type { CompareExpr, Expr, InKeysExpr } from '../expr.js';
import type { Join, Plan } from '../plan.js';
import { columnsIn, conjuncts, filtered, freeColumns, outputIds } from '../traverse.js';
import { isVolatile } from '../visit.js';
import { functionBelow, tellFunction, tellRelations } from './function-scans.js';
import { split } from './push-predicates.js';

/** What is joined, and what says how. Sets of relations are bits of one number. */
export interface JoinGraph {
  readonly relations: readonly Relation[];
  /** Conditions that hold of joined rows and no join sees to. */
  readonly above: readonly Expr[];
}

export interface Relation {
  readonly bit: bigint;
  /** inner: joined in any order. Others come in beside the rows that are there, once these hold what `needs` says. */
  readonly type: 'inner' | 'left' | 'semi' | 'anti';
  readonly logical: Plan;
  /** Its rows without any key that others could give. */
  readonly alone: Plan;
  readonly size: Estimate;
  readonly ids: ReadonlySet<number>;
  /** Relations that must be there before: those it reads, and those that CROSS JOIN puts before it. */
  readonly needs: bigint;
  /** A scan in `alone` lacks a key that it must be told. */
  readonly isUnbound: boolean;
  /** It is run for each row: it reads what that holds. */
  readonly readsRows: boolean;
  /** ON of a join that is none of the inner ones. */
  readonly on: readonly Link[];
  readonly members: readonly Member[];
  /** Conditions on the rows of it and of others. */
  readonly links: readonly Link[];
}

/** Columns of which each equals every other one, as inner joins say: any two of them make a join key. */
export interface EqualColumns {
  readonly collation: CollationName;
  readonly mask: bigint;
  readonly members: readonly Member[];
}
export interface Member {
  readonly relation: number;
  readonly bit: bigint;
  readonly column: Expr;
  readonly distinct: number;
  readonly counts: ColumnCounts;
  readonly of: EqualColumns;
  readonly key: Offer;
}

/** A condition as one of its relations sees it, when the others are there. */
export interface Link {
  readonly term: Expr;
  /** The relations it reads. */
  readonly mask: bigint;
  /** The part of pairs that it leaves. */
  readonly share: number;
  /** It is `left = right` of the two sides. */
  readonly equality?: { readonly left: Expr; readonly right: Expr; readonly collation: CollationName };
  /** What the rows that are there can tell the relation's scans. */
  readonly offer?: Offer & { readonly left: Expr };
  /** Distinct values that the left side has. */
  readonly distinct: number;
}

/** A key test that may be pushed into a relation; `place` is its bit among the relation's offers. */
export interface Offer {
  readonly place: bigint;
  readonly test: InKeysExpr;
}

interface Gathered {
  readonly type: Relation['type'];
  plan: Plan;
  readonly ids: ReadonlySet<number>;
  readonly bit: bigint;
  readonly before: bigint;
  readonly on: readonly Expr[];
}

/** How relations find their rows. */
export interface Access {
  /** On its own. */
  settle(plan: Plan): Plan;
  /** A scan in it lacks a key that it must be told. */
  isUnbound(plan: Plan): boolean;
}

/** Joins that may be done in any order, or in some order beside others. */
export const isOrdered = (plan: Plan): plan is Join =>
  plan.kind === 'join' && plan.type !== 'full' && plan.type !== 'right';

/** Of a join, or a filter over one. */
export function joinGraph(plan: Plan, access: Access, newId: () => number): JoinGraph {
  const gathered: Gathered[] = [];
  const conditions: Expr[] = [];
  gather(plan, 0n, gathered, conditions);
  if (conditions.length === 0)
    return { relations: new Graph(gathered, conditions, access, newId).relations(), above: [] };
  const inner = gathered.filter(({ type }) => type === 'inner');
  const [told, left] = tellRelations(
    inner.map(({ plan }) => plan),
    conditions,
  );
  inner.forEach((one, index) => {
    one.plan = told[index] ?? one.plan;
  });
  const owners = new Map(gathered.flatMap((one) => [...one.ids].map((id): [number, Gathered] => [id, one])));
  const masks = new Map(left.map((term): [Expr, bigint] => [term, maskIn(owners, columnsIn(term))]));
  const maskOf = (term: Expr): bigint => masks.get(term) ?? 0n;
  const innerBits = new Map(inner.map((one): [bigint, Gathered] => [one.bit, one]));
  const [single, others] = split(left, (term) => innerBits.has(maskOf(term)) && !isVolatile(term));
  for (const [bit, one] of innerBits)
    one.plan = filtered(
      one.plan,
      single.filter((term) => maskOf(term) === bit),
    );
  const [late, terms] = split(others, (term) => maskOf(term) === 0n || isVolatile(term) || term.kind === 'in-keys');
  return {
    relations: new Graph(gathered, terms, access, newId).relations(),
    above: late.filter((term) => term.kind !== 'in-keys'),
  };
}

/** Relations in the written order, and the conditions on rows that inner joins make of them. */
function gather(plan: Plan, before: bigint, into: Gathered[], conditions: Expr[]): void {
  if (plan.kind === 'filter' && isOrdered(plan.input) && !isVolatile(plan.predicate)) {
    gather(plan.input, before, into, conditions);
    conditions.push(...conjuncts(plan.predicate));
    return;
  }
  if (!isOrdered(plan)) {
    into.push({ type: 'inner', plan, ids: outputIds(plan), bit: 1n << BigInt(into.length), before, on: [] });
    return;
  }
  gather(plan.left, before, into, conditions);
  const fixed = plan.fixed ? (1n << BigInt(into.length)) - 1n : 0n;
  if (plan.type === 'inner') {
    gather(plan.right, before | fixed, into, conditions);
    conditions.push(...conjuncts(plan.on));
    return;
  }
  const type = plan.type as 'left' | 'semi' | 'anti'; // neither full nor right
  const { right } = plan;
  const bit = 1n << BigInt(into.length);
  into.push({ type, plan: right, ids: outputIds(right), bit, before: before | fixed, on: conjuncts(plan.on) });
}

function maskIn(owners: ReadonlyMap<number, { readonly bit: bigint }>, read: Iterable<number>): bigint {
  let mask = 0n;
  for (const id of read) mask |= owners.get(id)?.bit ?? 0n;
  return mask;
}

const NONE: readonly never[] = [];

class Graph {
  #owners: Map<number, number> | undefined;
  readonly #alone: readonly Plan[];
  readonly #counts: readonly ColumnCounts[];
  readonly #places: bigint[];

  constructor(
    private readonly gathered: readonly Gathered[],
    private readonly terms: readonly Expr[],
    private readonly access: Access,
    private readonly newId: () => number,
  ) {
    this.#alone = gathered.map(({ plan }) => access.settle(plan));
    this.#counts = this.#alone.map((plan) => new ColumnCounts(plan));
    this.#places = gathered.map(() => 1n);
  }

  relations(): Relation[] {
    if (this.terms.length === 0) return this.gathered.map((one, index) => this.#relation(one, index, NONE, NONE));
    const { members, rest } = this.#equalColumns();
    const links = this.gathered.map((): Link[] => []);
    for (const term of rest) {
      const mask = this.#maskOf(columnsIn(term));
      this.gathered.forEach(({ bit, type }, index) => {
        // Conditions above an outer join are no reason to leave a row of its right side out: they tell it nothing.
        if (mask & bit) links[index]?.push(this.#link(term, mask, index, type === 'inner'));
      });
    }
    return this.gathered.map((one, index) => this.#relation(one, index, members[index] ?? NONE, links[index] ?? NONE));
  }

  #relation(one: Gathered, index: number, members: readonly Member[], links: readonly Link[]): Relation {
    const { bit, type, plan, ids } = one;
    const alone = this.#alone[index] as Plan; // one each
    const on = one.on.map((term) => this.#link(term, this.#maskOf(columnsIn(term)) | bit, index, true));
    const free = freeColumns(plan);
    const read = free.length === 0 ? 0n : this.#maskOf(free.map(({ id }) => id));
    const before = one.before | read;
    return {
      bit,
      type,
      logical: plan,
      alone,
      size: estimate(alone),
      ids,
      needs: on.length === 0 ? before & ~bit : on.reduce((mask, link) => mask | link.mask, before) & ~bit,
      isUnbound: this.access.isUnbound(alone),
      readsRows: read !== 0n || this.#isToldByRows(one),
      on,
      members,
      links,
    };
  }

  /** The relation that puts a column out, by the column's id. */
  get #owner(): ReadonlyMap<number, number> {
    if (!this.#owners) {
      this.#owners = new Map();
      for (const [index, { ids }] of this.gathered.entries()) for (const id of ids) this.#owners.set(id, index);
    }
    return this.#owners;
  }

  /** ON gives a function its arguments. */
  #isToldByRows({ plan, on, ids }: Gathered): boolean {
    const below = functionBelow(plan);
    if (!below) return false;
    const { scan } = tellFunction(below.scan, [...below.rest, ...on]);
    return freeColumns(scan).some(({ id }) => this.#owner.has(id) && !ids.has(id));
  }

  #maskOf(read: Iterable<number>): bigint {
    let mask = 0n;
    for (const id of read) {
      const owner = this.#owner.get(id);
      if (owner !== undefined) mask |= this.gathered[owner]?.bit ?? 0n;
    }
    return mask;
  }

  /** Columns of inner relations that equal each other, and the terms that say something else. */
  #equalColumns(): { members: Member[][]; rest: Expr[] } {
    const sets: Equal[][] = [];
    const rest: Expr[] = [];
    for (const term of this.terms) {
      const pair = this.#columnPair(term);
      const [a, b] = pair?.map((one) => sets.find((set) => set.some((other) => isSame(one, other))) ?? [one]) ?? [];
      if (!a || !b || (a !== b && a.some((one) => b.some((other) => one.relation === other.relation)))) {
        rest.push(term);
        continue;
      }
      for (const set of [a, b]) if (sets.includes(set)) sets.splice(sets.indexOf(set), 1);
      sets.push(a === b ? a : [...a, ...b]);
    }
    const members = this.gathered.map((): Member[] => []);
    for (const set of sets) this.#addMembers(set, members);
    return { members, rest };
  }

  #columnPair(term: Expr): [Equal, Equal] | undefined {
    if (term.kind !== 'compare' || term.op !== '=' || !collationOf(term.collation).exactKey) return undefined;
    const a = this.#equal(term.left, term);
    const b = this.#equal(term.right, term);
    return a && b && a.relation !== b.relation && a.affinity === b.affinity ? [a, b] : undefined;
  }

  #equal(column: Expr, { collation }: CompareExpr): Equal | undefined {
    if (column.kind !== 'column') return undefined;
    const relation = this.#owner.get(column.column.id);
    if (relation === undefined || this.gathered[relation]?.type !== 'inner') return undefined;
    return { relation, column, id: column.column.id, affinity: column.column.affinity, collation };
  }

  #addMembers(set: readonly Equal[], into: Member[][]): void {
    const members: Member[] = [];
    const mask = set.reduce((all, { relation }) => all | (this.gathered[relation]?.bit ?? 0n), 0n);
    const of: EqualColumns = { collation: set[0]?.collation ?? 'binary', mask, members };
    for (const { relation, column } of set) {
      const { bit } = this.gathered[relation] as Gathered; // it owns the column
      const counts = this.#counts[relation] as ColumnCounts; // one each
      const member: Member = {
        relation,
        bit,
        column,
        distinct: counts.of(column),
        counts,
        of,
        key: this.#offer(relation, column, '=', of.collation),
      };
      members.push(member);
      into[relation]?.push(member);
    }
  }

  #link(term: Expr, mask: bigint, index: number, mayOffer: boolean): Link {
    const equality = this.#equalityOf(term, index);
    const distinct = equality ? this.#distinctIn(equality.left) : 1;
    const own = equality ? this.#distinct(equality.right, index) : 1;
    const share = equality ? 1 / Math.max(1, distinct, own) : (SHARE[term.kind] ?? 0.3);
    if (!mayOffer) return { term, mask, share, distinct, ...(equality && { equality }) };
    if (equality) {
      const { left, right, collation } = equality;
      return { term, mask, share, distinct, equality, offer: { ...this.#offer(index, right, '=', collation), left } };
    }
    const pattern = this.#patternOf(term, index);
    if (!pattern) return { term, mask, share, distinct };
    const { op, operand, pattern: left } = pattern;
    const made = { ...this.#offer(index, operand, op, 'binary'), left };
    return { term, mask, share, distinct: this.#distinctIn(left), offer: made };
  }

  #offer(index: number, operand: Expr, op: InKeysExpr['op'], collation: CollationName): Offer {
    const place = this.#places[index] ?? 1n;
    this.#places[index] = place << 1n;
    const set = this.newId();
    return { place, test: { kind: 'in-keys', operand, set, op, ...(collation !== 'binary' && { collation }) } };
  }

  /** `left = right` of which one side reads the relation alone and the other one others alone. */
  #equalityOf(term: Expr, index: number): Link['equality'] {
    // Where equality is not transitive no hash can stand for it: each pair is compared.
    if (term.kind !== 'compare' || term.op !== '=' || !collationOf(term.collation).exactKey) return undefined;
    const { bit } = this.gathered[index] as Gathered; // the caller has it from there
    const [a, b] = [this.#maskOf(columnsIn(term.left)), this.#maskOf(columnsIn(term.right))];
    if (b === bit && a !== 0n && !(a & bit)) return { left: term.left, right: term.right, collation: term.collation };
    if (a === bit && b !== 0n && !(b & bit)) return { left: term.right, right: term.left, collation: term.collation };
    return undefined;
  }

  #patternOf(term: Expr, index: number): Extract<Expr, { kind: 'pattern' }> | undefined {
    if (term.kind !== 'pattern' || term.negated || term.escape) return undefined;
    const { bit } = this.gathered[index] as Gathered; // the caller has it from there
    const from = this.#maskOf(columnsIn(term.pattern));
    return from !== 0n && !(from & bit) && this.#maskOf(columnsIn(term.operand)) === bit ? term : undefined;
  }

  #distinct(expr: Expr, index: number): number {
    return (this.#counts[index] as ColumnCounts).of(expr); // one each
  }

  #distinctIn(expr: Expr): number {
    let most = 1;
    for (const id of columnsIn(expr)) {
      const owner = this.#owner.get(id);
      if (owner !== undefined) most = Math.max(most, this.#distinct(expr, owner));
    }
    return most;
  }
}

/** The part of pairs that a condition other than an equality of both sides leaves. */
const SHARE: Readonly<Partial<Record<Expr['kind'], number>>> = { pattern: 0.05, compare: 0.33 };

interface Equal {
  readonly relation: number;
  readonly column: Expr;
  readonly id: number;
  readonly affinity: string;
  readonly collation: CollationName;
}

const isSame = (a: Equal, b: Equal): boolean =>
  a.id === b.id && a.collation === b.collation && a.affinity === b.affinity;
