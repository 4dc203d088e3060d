import { type CollationName, collationOf as collationRules, type Value } from '../../../core/index.js';
import type { AggregateSpec } from '../../functions/index.js';
import { type Column, type CompareExpr, type Expr, type InSubqueryExpr, type Subquery, TYPE } from '../expr.js';
import {
  type Aggregate,
  type Join,
  outputColumns,
  type Plan,
  type Project,
  type ProjectItem,
  type Sort,
} from '../plan.js';
import {
  and,
  columnExpr,
  columnsIn,
  conjuncts,
  filtered,
  freeColumns,
  mapInputs,
  mapOperands,
  onlyColumns,
  outputIds,
  readsAny,
  replaceColumns,
} from '../traverse.js';
import { isUnique } from '../unique-columns.js';
import { hasSubquery, inputsOf, isVolatile, someInput, someNodeExpr, someOperand } from '../visit.js';
import { freshColumn, type Rule, type RuleContext } from './rule.js';

/**
 * Subqueries that would run once per row become joins, which run once:
 * EXISTS (… WHERE b.x = a.x) => a semi join b; NOT EXISTS => anti join; a.y IN (SELECT b.y … b.x = a.x) => semi join;
 * (SELECT sum(b.y) … WHERE b.x = a.x) => a left join (sums by b.x). (Galindo-Legaria and Joshi, SIGMOD 2001.)
 */
export const decorrelate: Rule = {
  name: 'decorrelate',
  concerns: (shape) => shape.hasSubquery,
  apply: (plan, context) => rewrite(plan, context),
};

function rewrite(plan: Plan, context: RuleContext): Plan {
  const inner = mapInputs(plan, (input) => rewrite(input, context));
  if (inner.kind === 'filter') return rewriteFilter(inner.input, conjuncts(inner.predicate), inner, context);
  if (inner.kind === 'project') return rewriteProject(inner, context);
  if (inner.kind === 'aggregate') return rewriteAggregate(inner, context);
  return inner;
}

function rewriteFilter(input: Plan, terms: readonly Expr[], filter: Plan, context: RuleContext): Plan {
  let joined = input;
  const rest: Expr[] = [];
  for (const term of terms) {
    const half = halfJoin(joined, term);
    if (half) joined = { ...half, right: rewrite(half.right, context) };
    else rest.push(term);
  }
  const lifted = new Lifting(joined, context);
  const replaced = rest.map((term) => lifted.take(term));
  if (joined === input && lifted.isIdle) return filter;
  const result = filtered(lifted.input, replaced);
  return lifted.isIdle ? result : onlyColumns(result, outputColumns(joined));
}

function rewriteProject(plan: Project, context: RuleContext): Plan {
  const lifted = new Lifting(plan.input, context);
  const items = plan.items.map((item) => ({ ...item, expr: lifted.take(item.expr) }));
  return lifted.isIdle ? plan : { ...plan, input: lifted.input, items };
}

function rewriteAggregate(plan: Aggregate, context: RuleContext): Plan {
  const lifted = new Lifting(plan.input, context);
  const groups = plan.groups.map((item) => ({ ...item, expr: lifted.take(item.expr) }));
  const calls = plan.calls.map((call) => ({
    ...call,
    args: call.args.map((arg) => lifted.take(arg)),
    ...(call.filter && { filter: lifted.take(call.filter) }),
  }));
  return lifted.isIdle ? plan : { ...plan, input: lifted.input, groups, calls };
}

// ------------------------------------------------------------- semi and anti

/** The join that a condition stands for; undefined where it does not depend on the row, or not in a way joins can. */
function halfJoin(left: Plan, term: Expr): Join | undefined {
  const negated = term.kind === 'not';
  const test = negated ? term.operand : term;
  if (test.kind === 'exists') {
    const parts = partsOf(test.subquery.plan, left);
    return parts && join(negated ? 'anti' : 'semi', left, parts, parts.correlated);
  }
  if (test.kind !== 'in-subquery') return undefined;
  return membership(left, test, negated);
}

/** `x NOT IN (…)` is true where no row equals x and neither is null. */
function membership(left: Plan, test: InSubqueryExpr, isDenied: boolean): Join | undefined {
  const plan = test.subquery.plan.kind === 'project' ? flattened(test.subquery.plan) : undefined;
  // NOT (x NOT IN …) and NOT (x IN …) keep their nulls apart.
  if (isDenied || !plan || test.operands.some(hasSubquery)) return undefined;
  const parts = splitConditions(unsorted(plan.input), left);
  if (!parts || plan.items.length !== test.operands.length) return undefined;
  const equal = test.operands.map(
    (operand, index): CompareExpr => ({
      kind: 'compare',
      op: '=',
      left: operand,
      right: (plan.items[index] as ProjectItem).expr, // as many as operands
      collation: test.collations[index] ?? 'binary',
    }),
  );
  if (!test.negated) return join('semi', left, parts, [...parts.correlated, ...equal]);
  const [only, second] = equal;
  if (!only || second) return undefined;
  const mayEqual: Expr = {
    kind: 'logical',
    op: 'or',
    terms: [
      only,
      { kind: 'null-test', negated: false, operand: only.left },
      { kind: 'null-test', negated: false, operand: only.right },
    ],
  };
  return join('anti', left, parts, [...parts.correlated, mayEqual]);
}

/** project over project => one: the outer one may do no more than convert. */
function flattened(plan: Project): Project {
  if (plan.input.kind !== 'project') return plan;
  const inner = new Map(plan.input.items.map((item): [number, Expr] => [item.column.id, item.expr]));
  const items = plan.items.map((item) => ({ ...item, expr: replaceColumns(item.expr, inner) }));
  return flattened({ ...plan, input: plan.input.input, items });
}

/** Neither order nor repetition matters to a test for membership. */
const unsorted = (plan: Plan): Plan => (plan.kind === 'sort' || plan.kind === 'distinct' ? unsorted(plan.input) : plan);

interface Parts {
  /** What the subquery reads, without a word of the outer row. */
  readonly input: Plan;
  /** The conditions that read the outer row. */
  readonly correlated: readonly Expr[];
}

function join(type: 'semi' | 'anti', left: Plan, parts: Parts, on: readonly Expr[]): Join | undefined {
  const predicate = and(on);
  if (!predicate) return undefined;
  return {
    kind: 'join',
    type,
    left,
    right: parts.input,
    on: predicate,
    fixed: false,
    keys: [],
    method: { kind: 'loop' },
  };
}

/** The rows that decide whether a subquery has any; undefined where it does not read the outer row through conditions alone. */
function partsOf(plan: Plan, outer: Plan): Parts | undefined {
  const body = rowsBehind(plan);
  return body && splitConditions(body, outer);
}

/** Below what changes rows or their order but not whether there are any. */
function rowsBehind(plan: Plan): Plan | undefined {
  switch (plan.kind) {
    case 'project':
    case 'distinct':
    case 'sort':
      return rowsBehind(plan.input);
    case 'limit':
      return !plan.offset &&
        plan.limit.kind === 'literal' &&
        typeof plan.limit.value === 'number' &&
        plan.limit.value > 0
        ? rowsBehind(plan.input)
        : undefined;
    default:
      return plan;
  }
}

function splitConditions(plan: Plan, outer: Plan): Parts | undefined {
  const outside = outputIds(outer);
  const correlated: Expr[] = [];
  const own: Expr[] = [];
  let input = plan;
  for (; input.kind === 'filter'; input = input.input) {
    for (const term of conjuncts(input.predicate)) (readsAny(term, outside) ? correlated : own).push(term);
  }
  if (correlated.length === 0 || freeColumns(input).some((column) => outside.has(column.id))) return undefined;
  if (correlated.some((term) => hasSubquery(term) || isVolatile(term))) return undefined;
  const keys = correlated.flatMap((term) => equality(term, outside)?.inner ?? []);
  // Without an equality a join would do no better than the subquery.
  if (keys.length === 0 || !isReachable(input, keys, own)) return undefined;
  return { input: filtered(input, own), correlated };
}

/** A table that must be told a key is told it by an equality, or by the subquery's own conditions. */
function isReachable(plan: Plan, keys: readonly Expr[], own: readonly Expr[]): boolean {
  if (plan.kind !== 'scan') return inputsOf(plan).every((input) => isReachable(input, keys, own));
  const required = plan.columns.filter((_, index) =>
    plan.table.columns.some((column) => column.name === plan.sources[index] && column.key?.required),
  );
  if (!plan.table.columns.some((column) => column.key?.required)) return true;
  const ids = new Set(required.map((column) => column.id));
  return keys.some((key) => key.kind === 'column' && ids.has(key.column.id)) || own.some((term) => readsAny(term, ids));
}

// ------------------------------------------------------------------- scalars

/** Puts columns of joined groups in place of aggregates that would be computed anew for each row. */
class Lifting {
  isIdle = true;
  readonly #lifted = new Map<Plan, Expr>();

  constructor(
    public input: Plan,
    private readonly context: RuleContext,
  ) {}

  take(expr: Expr): Expr {
    if (expr.kind === 'scalar-subquery') return this.#lift(expr.subquery, valueOf) ?? expr;
    if (expr.kind === 'exists') return this.#lift(expr.subquery, presenceOf) ?? expr;
    // Where a host table would be asked, what may not be evaluated at all is not computed for every row.
    const mayBeLeftOut = expr.kind === 'case' || expr.kind === 'call' || (expr.kind === 'logical' && expr.op === 'or');
    if (mayBeLeftOut && readsHost(expr)) return expr;
    return mapOperands(expr, (operand) => this.take(operand));
  }

  #lift({ plan }: Subquery, groupsFor: typeof valueOf): Expr | undefined {
    const known = this.#lifted.get(plan);
    if (known) return known;
    const grouped = groupsFor(plan, this.input, this.context);
    if (!grouped) return undefined;
    const { right, on, result } = grouped;
    this.input = {
      kind: 'join',
      type: 'left',
      left: this.input,
      right: rewrite(right, this.context),
      on,
      fixed: false,
      keys: [],
      method: { kind: 'loop' },
    };
    this.isIdle = false;
    this.#lifted.set(plan, result);
    return result;
  }
}

/** A subquery in it scans a host table. */
const readsHost = (expr: Expr): boolean => someOperand(expr, readsHost, undefined, scansHost);
const scansHost = (plan: Plan): boolean =>
  plan.kind === 'scan' || someNodeExpr(plan, readsHost, undefined, scansHost) || someInput(plan, scansHost, undefined);

/** A key is never null where a group was found. */
function valueOrEmpty(value: Column, key: Column, empty: Expr): Expr {
  const found = columnExpr(value);
  if (empty.kind === 'literal' && empty.value === null) return found;
  const isMissing: Expr = { kind: 'null-test', negated: false, operand: columnExpr(key) };
  return { kind: 'case', arms: [{ when: isMissing, then: empty }], otherwise: found };
}

/** Of a plan that gives one row, what is below ORDER BY and LIMIT 1. */
const oneRow = (plan: Plan): Plan =>
  plan.kind === 'sort' || (plan.kind === 'limit' && rowsBehind(plan)) ? oneRow(plan.input) : plan;

/** Groups to join the outer rows with, and what the subquery gives for a row then. */
interface Grouped {
  readonly right: Plan;
  readonly on: Expr;
  readonly result: Expr;
}

/** A subquery that gives one value. */
const valueOf = (plan: Plan, outer: Plan, context: RuleContext): Grouped | undefined =>
  aggregatesOf(oneRow(plan), outer, context) ?? firstRowsOf(plan, outer, context);

/** project value over aggregate without groups over rows with `inner = outer` conditions. */
function aggregatesOf(plan: Plan, outer: Plan, context: RuleContext): Grouped | undefined {
  if (plan.kind !== 'project' || plan.input.kind !== 'aggregate') return undefined;
  const [item] = plan.items;
  const { input: aggregate } = plan;
  if (!item || aggregate.groups.length > 0 || aggregate.bare.length > 0) return undefined;
  if (hasSubquery(item.expr) || isVolatile(item.expr)) return undefined;
  const outside = outputIds(outer);
  if (readsAny(item.expr, outside) || aggregate.calls.some((call) => callReads(call, outside))) return undefined;
  const keyed = keyedRows(aggregate.input, outer, context);
  if (!keyed) return undefined;
  const { input, groups, on, key } = keyed;
  return {
    right: { kind: 'project', input: { ...aggregate, input, groups }, items: [...groups.map(asIs), item] },
    on,
    result: valueOrEmpty(item.column, key, replaceColumns(item.expr, emptyValues(aggregate))),
  };
}

/** project value over rows with `inner = outer` conditions, in some order perhaps: the first row counts. */
function firstRowsOf(plan: Plan, outer: Plan, context: RuleContext): Grouped | undefined {
  const { sort, rows, column } = firstOf(plan);
  const item = rows?.items.find((one) => one.column.id === column?.id);
  if (!rows || !item || rows.input.kind === 'aggregate') return undefined;
  const outside = outputIds(outer);
  const computed = rows.items.map(({ expr }) => expr);
  if (computed.some((expr) => hasSubquery(expr) || isVolatile(expr) || readsAny(expr, outside))) return undefined;
  if (sort?.terms.some(({ expr }) => readsAny(expr, outside) || hasSubquery(expr))) return undefined;
  const keyed = keyedRows(rows.input, outer, context);
  if (!keyed) return undefined;
  const { input, groups, on, key, isSingle } = keyed;
  if (isSingle)
    return {
      right: { kind: 'project', input, items: [...groups, item] },
      on,
      result: valueOrEmpty(item.column, key, { kind: 'literal', value: null }),
    };
  const inner = groups.map((group) => ({ ...group, column: freshColumn(context, group.column) }));
  const values: Plan = { kind: 'project', input, items: [...rows.items, ...inner] };
  const value = freshColumn(context, item.column);
  const right: Aggregate = {
    kind: 'aggregate',
    input: sort ? { kind: 'sort', input: values, terms: sort.terms } : values,
    groups: groups.map(({ column }, index) => ({ column, expr: columnExpr(inner[index]?.column ?? column) })),
    calls: [],
    bare: [{ column: value, expr: columnExpr(item.column) }],
  };
  return { right, on, result: valueOrEmpty(value, key, { kind: 'literal', value: null }) };
}

/** The projection that gives the rows of which the first one counts, their order, and the column that is asked for. */
function firstOf(plan: Plan): { sort?: Sort; rows?: Project; column?: Column } {
  if (plan.kind === 'limit') return rowsBehind(plan) ? firstOf(plan.input) : {};
  if (plan.kind === 'sort' && !plan.limit && plan.input.kind === 'project')
    return { ...firstOf(plan.input), sort: plan };
  if (plan.kind !== 'project') return {};
  const [item] = plan.items;
  // What is sorted by and not asked for is taken off again.
  if ((plan.input.kind === 'sort' || plan.input.kind === 'limit') && item?.expr.kind === 'column')
    return { ...firstOf(plan.input), column: item.expr.column };
  return { rows: plan, ...(item && { column: item.column }) };
}

/** A subquery of which it matters whether it has rows. */
function presenceOf(plan: Plan, outer: Plan, context: RuleContext): Grouped | undefined {
  const body = rowsBehind(plan);
  const keyed = body && body.kind !== 'aggregate' ? keyedRows(body, outer, context) : undefined;
  if (!keyed) return undefined;
  const { input, groups, on, key, isSingle } = keyed;
  return {
    right: isSingle
      ? { kind: 'project', input, items: groups }
      : { kind: 'aggregate', input, groups, calls: [], bare: [] },
    on,
    result: { kind: 'null-test', negated: true, operand: columnExpr(key) },
  };
}

/** Rows without a word of the outer row, the keys to group them by, and how outer rows find their group. */
interface KeyedRows {
  readonly input: Plan;
  readonly groups: readonly ProjectItem[];
  readonly on: Expr;
  readonly key: Column;
  /** No key has several rows. */
  readonly isSingle: boolean;
}

/** Of rows that `inner = outer` conditions alone choose. */
function keyedRows(rows: Plan, outer: Plan, context: RuleContext): KeyedRows | undefined {
  const outside = outputIds(outer);
  const parts = splitConditions(rows, outer);
  const pairs = parts?.correlated.map((term) => equality(term, outside));
  if (!parts || !pairs?.every((pair) => pair !== undefined)) return undefined;
  const groups = pairs.map(
    ({ inner, collation }): ProjectItem => ({ column: keyColumn(context, collation), expr: inner }),
  );
  const on = pairs.map(
    ({ outer: right, collation }, index): Expr => ({
      kind: 'compare',
      op: '=',
      left: columnExpr((groups[index] as ProjectItem).column), // one per pair
      right,
      collation,
    }),
  );
  const [key] = groups;
  const isSingle = pairs.some(({ inner, collation }) => isUnique(parts.input, inner, collation));
  return key && { input: parts.input, groups, on: and(on) as Expr, key: key.column, isSingle }; // there is a key
}

const asIs = ({ column }: ProjectItem): ProjectItem => ({ column, expr: columnExpr(column) });

function callReads(call: Aggregate['calls'][number], ids: ReadonlySet<number>): boolean {
  const terms = [...call.args, ...(call.filter ? [call.filter] : []), ...call.orderBy.map((term) => term.expr)];
  return terms.some((term) => readsAny(term, ids) || hasSubquery(term));
}

interface Pair {
  readonly inner: Expr;
  readonly outer: Expr;
  readonly collation: CollationName;
}

/** `inner = outer`, each side reading its own query alone. */
function equality(term: Expr, outside: ReadonlySet<number>): Pair | undefined {
  if (term.kind !== 'compare' || term.op !== '=' || !collationRules(term.collation).exactKey) return undefined;
  const isOuter = (side: Expr): boolean => {
    const read = [...columnsIn(side)];
    return read.length > 0 && read.every((id) => outside.has(id));
  };
  const { left, right, collation } = term;
  if (isOuter(left) && !readsAny(right, outside) && columnsIn(right).size > 0)
    return { inner: right, outer: left, collation };
  if (isOuter(right) && !readsAny(left, outside) && columnsIn(left).size > 0)
    return { inner: left, outer: right, collation };
  return undefined;
}

function keyColumn(context: RuleContext, collation: CollationName): Column {
  return { id: context.newId(), name: 'key', affinity: 'none', collation, types: TYPE.any, declared: '' };
}

/** What each call gives over no rows. */
function emptyValues({ calls }: Aggregate): Map<number, Expr> {
  return new Map(calls.map(({ column, fn }): [number, Expr] => [column.id, { kind: 'literal', value: emptyOf(fn) }]));
}

function emptyOf(fn: AggregateSpec): Value {
  const accumulator = fn.bind({ nowMs: 0, collation: collationRules('binary'), constants: [] });
  return accumulator.finish(accumulator.start());
}
