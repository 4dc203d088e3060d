import type { AggregateCall, Column, Expr, SortTerm, Subquery } from './expr.js';
import type { JoinMethod, LookupTerm, Plan, ProjectItem } from './plan.js';
import { outputColumns } from './plan.js';

/** `items.map(f)`, or the very same array where `f` changed nothing. */
export function mapSame<T>(items: readonly T[], f: (item: T) => T): readonly T[] {
  let changed = false;
  const mapped = items.map((item) => {
    const next = f(item);
    changed ||= next !== item;
    return next;
  });
  return changed ? mapped : items;
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
      return withFields(expr, { operand: f(expr.operand) });
    case 'arithmetic':
    case 'compare':
      return withFields(expr, { left: f(expr.left), right: f(expr.right) });
    case 'logical':
      return withFields(expr, { terms: mapSame(expr.terms, f) });
    case 'row-compare':
      return withFields(expr, {
        pairs: mapSame(expr.pairs, (pair) => withFields(pair, { left: f(pair.left), right: f(pair.right) })),
      });
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
        arms: mapSame(expr.arms, (arm) => withFields(arm, { when: f(arm.when), then: f(arm.then) })),
        otherwise: f(expr.otherwise),
      });
    case 'call':
      return withFields(expr, { args: mapSame(expr.args, f) });
  }
}

const same = (plan: Plan): Plan => plan;

function mapSubquery(subquery: Subquery, plans: (plan: Plan) => Plan): Subquery {
  return withFields(subquery, { plan: plans(subquery.plan) });
}

/** Calls `f` on each direct operand. */
export function eachOperand(expr: Expr, f: (operand: Expr) => void): void {
  mapOperands(expr, (operand) => {
    f(operand);
    return operand;
  });
}

/** True when `test` holds for the expression or any part of it; subqueries' plans are not entered. */
export function someExpr(expr: Expr, test: (part: Expr) => boolean): boolean {
  if (test(expr)) return true;
  let found = false;
  eachOperand(expr, (operand) => {
    found ||= someExpr(operand, test);
  });
  return found;
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
    case 'values':
    case 'shared':
    case 'working':
      return plan;
    case 'filter':
    case 'project':
    case 'aggregate':
    case 'window':
    case 'distinct':
    case 'sort':
    case 'limit':
      return withFields(plan, { input: f(plan.input) });
    case 'join':
    case 'set-operation':
      return withFields(plan, { left: f(plan.left), right: f(plan.right) });
    case 'union-all':
      return withFields(plan, { inputs: mapSame(plan.inputs, f) });
    case 'recursive':
      return withFields(plan, { seed: f(plan.seed), steps: mapSame(plan.steps, f) });
  }
}

export function inputsOf(plan: Plan): readonly Plan[] {
  const inputs: Plan[] = [];
  mapInputs(plan, (input) => {
    inputs.push(input);
    return input;
  });
  return inputs;
}

/** Rebuilds a plan over the expressions that stand in this very node. `plans` maps plans inside lookups. Keeps identity. */
export function mapNodeExprs(plan: Plan, f: (expr: Expr) => Expr, plans: (plan: Plan) => Plan = same): Plan {
  const items = (list: readonly ProjectItem[]) => mapSame(list, (item) => withFields(item, { expr: f(item.expr) }));
  const terms = (list: readonly SortTerm[]) => mapSame(list, (term) => withFields(term, { expr: f(term.expr) }));
  switch (plan.kind) {
    case 'scan':
      return withFields(plan, {
        lookups: mapSame(plan.lookups, (term) => mapLookup(term, f, plans)),
        ...(plan.limit && { limit: f(plan.limit) }),
      });
    case 'values':
      return withFields(plan, { rows: mapSame(plan.rows, (row) => mapSame(row, f)) });
    case 'filter':
      return withFields(plan, { predicate: f(plan.predicate) });
    case 'project':
      return withFields(plan, { items: items(plan.items) });
    case 'join':
      return withFields(plan, {
        ...(plan.on && { on: f(plan.on) }),
        keys: mapSame(plan.keys, (key) => withFields(key, { left: f(key.left), right: f(key.right) })),
        method: mapMethod(plan.method, f),
      });
    case 'aggregate':
      return withFields(plan, {
        groups: items(plan.groups),
        calls: mapSame(plan.calls, (call) => mapCall(call, f)),
        bare: items(plan.bare),
      });
    case 'window':
      return withFields(plan, {
        partitionBy: mapSame(plan.partitionBy, f),
        orderBy: terms(plan.orderBy),
        calls: mapSame(plan.calls, (call) =>
          withFields(call, { args: mapSame(call.args, f), ...(call.filter && { filter: f(call.filter) }) }),
        ),
      });
    case 'sort':
      return withFields(plan, { terms: terms(plan.terms), ...(plan.limit && { limit: f(plan.limit) }) });
    case 'limit':
      return withFields(plan, { limit: f(plan.limit), ...(plan.offset && { offset: f(plan.offset) }) });
    case 'recursive':
      return withFields(plan, {
        orderBy: terms(plan.orderBy),
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

function mapMethod(method: JoinMethod, f: (expr: Expr) => Expr): JoinMethod {
  if (method.kind !== 'lookup') return method;
  return withFields(method, { sets: mapSame(method.sets, (set) => withFields(set, { expr: f(set.expr) })) });
}

function mapCall(call: AggregateCall, f: (expr: Expr) => Expr): AggregateCall {
  return withFields(call, {
    args: mapSame(call.args, f),
    ...(call.filter && { filter: f(call.filter) }),
    orderBy: mapSame(call.orderBy, (term) => withFields(term, { expr: f(term.expr) })),
  });
}

/** Calls `visit` on every expression standing in this very node, and `plans` on plans inside its lookups. */
export function eachNodeExpr(plan: Plan, visit: (expr: Expr) => void, plans: (plan: Plan) => void = () => {}): void {
  mapNodeExprs(
    plan,
    (expr) => {
      visit(expr);
      return expr;
    },
    (inner) => {
      plans(inner);
      return inner;
    },
  );
}

// -------------------------------------------------------------------- columns

/** Ids of the columns an expression reads, those of its subqueries that they do not put out themselves included. */
export function columnsIn(expr: Expr, into: Set<number> = new Set()): Set<number> {
  if (expr.kind === 'column') into.add(expr.column.id);
  mapOperands(
    expr,
    (operand) => {
      columnsIn(operand, into);
      return operand;
    },
    (plan) => {
      for (const column of freeColumns(plan)) into.add(column.id);
      return plan;
    },
  );
  return into;
}

const freeOf = new WeakMap<Plan, readonly Column[]>();

/** Columns a plan reads but no node of it puts out: what a correlated subquery takes from the queries around it. */
export function freeColumns(plan: Plan): readonly Column[] {
  let free = freeOf.get(plan);
  if (!free) {
    const read = new Map<number, Column>();
    const made = new Set<number>();
    collectColumns(plan, read, made);
    free = [...read.values()].filter((column) => !made.has(column.id));
    freeOf.set(plan, free);
  }
  return free;
}

function collectColumns(plan: Plan, read: Map<number, Column>, made: Set<number>): void {
  for (const column of outputColumns(plan)) made.add(column.id);
  const inner = (subplan: Plan): void => {
    for (const column of freeColumns(subplan)) read.set(column.id, column);
  };
  const visit = (expr: Expr): void => {
    if (expr.kind === 'column') read.set(expr.column.id, expr.column);
    mapOperands(
      expr,
      (operand) => {
        visit(operand);
        return operand;
      },
      (subplan) => {
        inner(subplan);
        return subplan;
      },
    );
  };
  eachNodeExpr(plan, visit, inner);
  for (const input of inputsOf(plan)) collectColumns(input, read, made);
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

/** May give another value when evaluated again with the same inputs. */
export const isVolatile = (expr: Expr): boolean => someExpr(expr, (part) => part.kind === 'call' && part.fn.volatile);

/** Holds a subquery. */
export const hasSubquery = (expr: Expr): boolean =>
  someExpr(expr, (part) => part.kind === 'scalar-subquery' || part.kind === 'exists' || part.kind === 'in-subquery');

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
