import type { AggregateCall, CaseExpr, Column, Expr, Subquery, WindowCall } from './expr.js';
import type { Filter, JoinMethod, KeyBound, KeyValues, LookupTerm, Plan, Project, StoredAccess } from './plan.js';
import { outputColumns } from './plan.js';
import { someInput, someNodeExpr, someOperand } from './visit.js';

/** `items.map(f)`, or the very same array where `f` changed nothing. */
export function mapSame<T>(items: readonly T[], f: (item: T) => T): readonly T[] {
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as T; // within bounds
    const next = f(item);
    if (next !== item) return [...items.slice(0, i), next, ...items.slice(i + 1).map(f)];
  }
  return items;
}

/** `{ ...node, [key]: value }`, or the very node where nothing differs. */
function withFields<T extends object>(node: T, fields: Partial<T>): T {
  for (const key in fields) if (fields[key] !== node[key]) return { ...node, ...fields };
  return node;
}

// ---------------------------------------------------------------- expressions

/** Rebuilds an expression over its direct operands; `plans` maps the plans of subqueries. Keeps identity. */
export function mapOperands(expr: Expr, f: (operand: Expr) => Expr, plans: (plan: Plan) => Plan = same): Expr {
  switch (expr.kind) {
    case 'literal':
    case 'column':
    case 'parameter':
      return expr;
    case 'unary':
    case 'not':
    case 'null-test':
    case 'truth-test':
    case 'cast':
    case 'affinity':
    case 'collate':
    case 'in-keys':
      return withOperand(expr, f(expr.operand));
    case 'arithmetic':
    case 'compare':
      return withSides(expr, f(expr.left), f(expr.right));
    case 'logical':
      return withFields(expr, { terms: mapSame(expr.terms, f) });
    case 'row-compare':
      return withFields(expr, { pairs: mapSides(expr.pairs, f) });
    case 'in-list':
      return withFields(expr, { operand: f(expr.operand), items: mapSame(expr.items, f) });
    case 'in-subquery':
      return withFields(expr, { operands: mapSame(expr.operands, f), subquery: mapSubquery(expr.subquery, plans) });
    case 'exists':
    case 'scalar-subquery':
      return withFields(expr, { subquery: mapSubquery(expr.subquery, plans) });
    case 'pattern':
      return withFields(expr, {
        operand: f(expr.operand),
        pattern: f(expr.pattern),
        ...(expr.escape && { escape: f(expr.escape) }),
      });
    case 'case':
      return withFields(expr, {
        ...(expr.base && { base: f(expr.base) }),
        arms: mapArms(expr.arms, f),
        otherwise: f(expr.otherwise),
      });
    case 'call':
      return withFields(expr, { args: mapSame(expr.args, f) });
  }
}

const same = (plan: Plan): Plan => plan;

// Closures stand apart from the switches: V8 would make what they can see at each call, in whichever arm.

function mapSides<T extends { readonly left: Expr; readonly right: Expr }>(
  pairs: readonly T[],
  f: (expr: Expr) => Expr,
): readonly T[] {
  return mapSame(pairs, (pair) => withSides(pair, f(pair.left), f(pair.right)));
}

function mapArms(arms: CaseExpr['arms'], f: (expr: Expr) => Expr): CaseExpr['arms'] {
  return mapSame(arms, (arm) => withFields(arm, { when: f(arm.when), then: f(arm.then) }));
}

function mapSubquery(subquery: Subquery, plans: (plan: Plan) => Plan): Subquery {
  return withFields(subquery, { plan: plans(subquery.plan) });
}

// The commonest nodes, without an object to compare by.

function withOperand<T extends { readonly operand: Expr }>(node: T, operand: Expr): T {
  return operand === node.operand ? node : { ...node, operand };
}

function withSides<T extends { readonly left: Expr; readonly right: Expr }>(node: T, left: Expr, right: Expr): T {
  return left === node.left && right === node.right ? node : { ...node, left, right };
}

function withInput<T extends { readonly input: Plan }>(node: T, input: Plan): T {
  return input === node.input ? node : { ...node, input };
}

function withExpr<T extends { readonly expr: Expr }>(node: T, expr: Expr): T {
  return expr === node.expr ? node : { ...node, expr };
}

/** Rebuilds bottom-up. Subqueries' plans are not entered. */
export function mapExpr(expr: Expr, f: (part: Expr) => Expr): Expr {
  return f(mapOperands(expr, (operand) => mapExpr(operand, f)));
}

export const TRUE: Expr = { kind: 'literal', value: 1 };

/** The terms of a conjunction; a lone predicate is one term. */
export function conjuncts(predicate: Expr | undefined): readonly Expr[] {
  if (predicate === undefined) return [];
  return predicate.kind === 'logical' && predicate.op === 'and' ? predicate.terms.flatMap(conjuncts) : [predicate];
}

/** The conjunction of terms; undefined for none. */
export function and(terms: readonly Expr[]): Expr | undefined {
  if (terms.length <= 1) return terms[0];
  return { kind: 'logical', op: 'and', terms };
}

/** A filter over a plan, or the plan itself where there is nothing to test. */
export function filtered(input: Plan, terms: readonly Expr[]): Plan {
  const predicate = and(terms);
  return predicate ? { kind: 'filter', input, predicate } : input;
}

// ---------------------------------------------------------------------- plans

/** Rebuilds a plan over its inputs. Keeps identity. */
export function mapInputs(plan: Plan, f: (input: Plan) => Plan): Plan {
  switch (plan.kind) {
    case 'scan':
    case 'function-scan':
    case 'stored-scan':
    case 'values':
    case 'shared':
    case 'working':
      return plan;
    // The commonest copy themselves: V8 copies objects of one shape quicker than of many.
    case 'project': {
      const input = f(plan.input);
      return input === plan.input ? plan : { ...plan, input };
    }
    case 'filter': {
      const input = f(plan.input);
      return input === plan.input ? plan : { ...plan, input };
    }
    case 'distinct': {
      const input = f(plan.input);
      return input === plan.input ? plan : { ...plan, input };
    }
    case 'aggregate':
    case 'window':
    case 'sort':
    case 'limit':
      return withInput(plan, f(plan.input));
    case 'join': {
      const left = f(plan.left);
      const right = f(plan.right);
      return left === plan.left && right === plan.right ? plan : { ...plan, left, right };
    }
    case 'set-operation':
      return withFields(plan, { left: f(plan.left), right: f(plan.right) });
    case 'union-all':
      return withFields(plan, { inputs: mapSame(plan.inputs, f) });
    case 'recursive':
      return withFields(plan, { seed: f(plan.seed), steps: mapSame(plan.steps, f) });
  }
}

/** Rebuilds a plan over the expressions that stand in this very node. `plans` maps plans inside lookups. Keeps identity. */
export function mapNodeExprs(plan: Plan, f: (expr: Expr) => Expr, plans: (plan: Plan) => Plan = same): Plan {
  switch (plan.kind) {
    case 'scan':
      if (plan.lookups.length === 0 && !plan.checks && !plan.limit) return plan;
      return withFields(plan, {
        lookups: mapLookups(plan.lookups, f, plans),
        ...(plan.checks && { checks: mapSame(plan.checks, f) }),
        ...(plan.limit && { limit: f(plan.limit) }),
      });
    case 'stored-scan':
      return withFields(plan, {
        ...(plan.access && { access: mapAccess(plan.access, f, plans) }),
        ...(plan.limit && { limit: f(plan.limit) }),
      });
    case 'function-scan':
      return withFields(plan, {
        args: mapArgs(plan.args, f),
        bounds: mapWithin(plan.bounds, f),
      });
    case 'values':
      return withFields(plan, { rows: mapRows(plan.rows, f) });
    case 'filter':
      return withPredicate(plan, f(plan.predicate));
    case 'project':
      return withItems(plan, mapWithin(plan.items, f));
    case 'join':
      return withFields(plan, {
        ...(plan.on && { on: f(plan.on) }),
        keys: mapSides(plan.keys, f),
        method: mapMethod(plan.method, f),
      });
    case 'aggregate':
      return withFields(plan, {
        groups: mapWithin(plan.groups, f),
        calls: mapCalls(plan.calls, f),
        bare: mapWithin(plan.bare, f),
      });
    case 'window':
      return withFields(plan, {
        partitionBy: mapSame(plan.partitionBy, f),
        orderBy: mapWithin(plan.orderBy, f),
        calls: mapWindowCalls(plan.calls, f),
      });
    case 'sort':
      return withFields(plan, { terms: mapWithin(plan.terms, f), ...(plan.limit && { limit: f(plan.limit) }) });
    case 'limit':
      return withFields(plan, { limit: f(plan.limit), ...(plan.offset && { offset: f(plan.offset) }) });
    case 'recursive':
      return withFields(plan, {
        orderBy: mapWithin(plan.orderBy, f),
        ...(plan.limit && { limit: f(plan.limit) }),
        ...(plan.offset && { offset: f(plan.offset) }),
      });
    case 'distinct':
    case 'union-all':
    case 'set-operation':
    case 'shared':
    case 'working':
      return plan;
  }
}

function mapWithin<T extends { readonly expr: Expr }>(list: readonly T[], f: (expr: Expr) => Expr): readonly T[] {
  return mapSame(list, (item) => withExpr(item, f(item.expr)));
}

function mapLookups(
  lookups: readonly LookupTerm[],
  f: (expr: Expr) => Expr,
  plans: (plan: Plan) => Plan,
): readonly LookupTerm[] {
  return mapSame(lookups, (term) => mapLookup(term, f, plans));
}

function mapArgs(args: readonly (Expr | undefined)[], f: (expr: Expr) => Expr): readonly (Expr | undefined)[] {
  return mapSame(args, (arg) => arg && f(arg));
}

function mapRows(rows: readonly (readonly Expr[])[], f: (expr: Expr) => Expr): readonly (readonly Expr[])[] {
  return mapSame(rows, (row) => mapSame(row, f));
}

function mapCalls(calls: readonly AggregateCall[], f: (expr: Expr) => Expr): readonly AggregateCall[] {
  return mapSame(calls, (call) => mapCall(call, f));
}

function mapWindowCalls(calls: readonly WindowCall[], f: (expr: Expr) => Expr): readonly WindowCall[] {
  return mapSame(calls, (call) =>
    withFields(call, { args: mapSame(call.args, f), ...(call.filter && { filter: f(call.filter) }) }),
  );
}

function withItems(plan: Project, items: Project['items']): Project {
  return items === plan.items ? plan : { ...plan, items };
}

function withPredicate(plan: Filter, predicate: Expr): Filter {
  return predicate === plan.predicate ? plan : { ...plan, predicate };
}

function mapLookup(term: LookupTerm, f: (expr: Expr) => Expr, plans: (plan: Plan) => Plan): LookupTerm {
  switch (term.kind) {
    case 'values':
      return withFields(term, { values: mapSame(term.values, f) });
    case 'subquery':
      return withFields(term, { subquery: mapSubquery(term.subquery, plans) });
    case 'range':
      return withFields(term, { value: f(term.value) });
    case 'patterns':
      return withFields(term, { patterns: mapSame(term.patterns, f), ...(term.escape && { escape: f(term.escape) }) });
    case 'keys':
    case 'pattern-keys':
      return term;
  }
}

function mapAccess(access: StoredAccess, f: (expr: Expr) => Expr, plans: (plan: Plan) => Plan): StoredAccess {
  const bound = (one: KeyBound): KeyBound => withFields(one, { value: f(one.value) });
  const { range } = access;
  return withFields(access, {
    equals: mapSame(access.equals, (values) => mapKeyValues(values, f, plans)),
    ...(range && {
      range: withFields(range, {
        ...(range.min && { min: bound(range.min) }),
        ...(range.max && { max: bound(range.max) }),
      }),
    }),
  });
}

function mapKeyValues(values: KeyValues, f: (expr: Expr) => Expr, plans: (plan: Plan) => Plan): KeyValues {
  switch (values.kind) {
    case 'values':
      return withFields(values, { values: mapSame(values.values, f) });
    case 'is':
      return withFields(values, { value: f(values.value) });
    case 'subquery':
      return withFields(values, { subquery: mapSubquery(values.subquery, plans) });
    case 'keys':
      return values;
  }
}

function mapMethod(method: JoinMethod, f: (expr: Expr) => Expr): JoinMethod {
  if (method.kind !== 'lookup') return method;
  return withFields(method, { sets: mapWithin(method.sets, f) });
}

function mapCall(call: AggregateCall, f: (expr: Expr) => Expr): AggregateCall {
  return withFields(call, {
    args: mapSame(call.args, f),
    ...(call.filter && { filter: f(call.filter) }),
    orderBy: mapWithin(call.orderBy, f),
  });
}

// -------------------------------------------------------------------- columns

/** Ids of the columns an expression reads, those of its subqueries that they do not put out themselves included. */
export function columnsIn(expr: Expr, into: Set<number> = new Set()): Set<number> {
  addColumns(expr, into);
  return into;
}

/** The expression reads one of these columns. */
export const readsAny = (expr: Expr, ids: ReadonlySet<number>): boolean =>
  [...columnsIn(expr)].some((id) => ids.has(id));

/** The ids of what a plan puts out. */
export const outputIds = (plan: Plan): Set<number> => new Set(outputColumns(plan).map((column) => column.id));

export const columnExpr = (column: Column): Expr => ({ kind: 'column', column });

/** Only these columns of the plan, as they are. */
export const onlyColumns = (input: Plan, columns: readonly Column[]): Project => ({
  kind: 'project',
  input,
  items: columns.map((column) => ({ column, expr: columnExpr(column) })),
});

function addColumns(expr: Expr, into: Set<number>): void {
  if (expr.kind === 'column') into.add(expr.column.id);
  else someOperand(expr, addColumns, into, addFree);
}

function addFree(plan: Plan, into: Set<number>): void {
  for (const column of freeColumns(plan)) into.add(column.id);
}

/** Ids of the columns that the node's own expressions read, subqueries' included. */
export function columnsReadBy(plan: Plan, into: Set<number> = new Set()): Set<number> {
  someNodeExpr(plan, addColumns, into, addFree);
  return into;
}

const freeOf = new WeakMap<Plan, readonly Column[]>();
const NONE: readonly Column[] = [];

/** Columns a plan reads but no node of it puts out: what a correlated subquery takes from the queries around it. */
export function freeColumns(plan: Plan): readonly Column[] {
  if (isBareScan(plan)) return NONE;
  let free = freeOf.get(plan);
  if (!free) {
    const seen: Seen = { read: new Map(), made: new Set() };
    see(plan, seen);
    free = [...seen.read.values()].filter((column) => !seen.made.has(column.id));
    // What a weak map holds lives on until the next full collection.
    freeOf.set(plan, free.length === 0 ? NONE : free);
  }
  return free;
}

/** Asked about the most, and with nothing in it that could read a column. */
const isBareScan = (plan: Plan): boolean =>
  (plan.kind === 'stored-scan' && !plan.access && !plan.limit) ||
  (plan.kind === 'scan' && plan.lookups.length === 0 && !plan.checks && !plan.limit);

interface Seen {
  readonly read: Map<number, Column>;
  readonly made: Set<number>;
}

function see(plan: Plan, seen: Seen): void {
  for (const column of outputColumns(plan)) seen.made.add(column.id);
  someNodeExpr(plan, seeExpr, seen, seeFree);
  someInput(plan, see, seen);
}

function seeExpr(expr: Expr, seen: Seen): void {
  if (expr.kind === 'column') seen.read.set(expr.column.id, expr.column);
  else someOperand(expr, seeExpr, seen, seeFree);
}

function seeFree(plan: Plan, { read }: Seen): void {
  for (const column of freeColumns(plan)) read.set(column.id, column);
}

/** Puts expressions in place of columns, in subqueries too. */
export function replaceColumns(expr: Expr, replacement: ReadonlyMap<number, Expr>): Expr {
  if (expr.kind === 'column') return replacement.get(expr.column.id) ?? expr;
  return mapOperands(
    expr,
    (operand) => replaceColumns(operand, replacement),
    (plan) => replaceInPlan(plan, replacement),
  );
}

/** Puts expressions in place of a plan's free columns. */
export function replaceInPlan(plan: Plan, replacement: ReadonlyMap<number, Expr>): Plan {
  if (!freeColumns(plan).some((column) => replacement.has(column.id))) return plan;
  const inner = (subplan: Plan): Plan => replaceInPlan(subplan, replacement);
  const replaced = mapNodeExprs(plan, (expr) => replaceColumns(expr, replacement), inner);
  return mapInputs(replaced, inner);
}

let keys = 0;
const subqueryKeys = new WeakMap<Plan, number>();

/** Equal text, equal expression: for finding a GROUP BY term or an aggregate call again. */
export function exprKey(expr: Expr): string {
  return JSON.stringify(expr, (name, value: unknown) => {
    if (name === 'span') return undefined;
    if (typeof value === 'bigint') return { bigint: value.toString() };
    if (typeof value === 'number' && !Number.isFinite(value)) return { real: value.toString() };
    if (value === null || typeof value !== 'object') return value;
    if ('kind' in value && name === 'plan') {
      const plan = value as Plan; // a Subquery's only field
      if (!subqueryKeys.has(plan)) subqueryKeys.set(plan, keys++);
      return { plan: subqueryKeys.get(plan) };
    }
    if (name === 'column' && 'id' in value) return value.id;
    if (name === 'fn' && 'name' in value) return value.name;
    if (value instanceof Uint8Array) return { blob: [...value] };
    // A REAL must not look like the object literal it is made of, nor like an integer.
    if (value.constructor !== Object && 'value' in value && !Array.isArray(value))
      return { real: value.value, negative: Object.is(value.value, -0) };
    return value;
  });
}
