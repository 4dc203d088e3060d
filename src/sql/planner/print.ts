import { quoteLiteral } from '../../core/index.js';
import { keyTerms } from '../../store/index.js';
import type { Change } from './change.js';
import type { AggregateCall, Column, CompareOp, Expr, SortTerm } from './expr.js';
import { type Outline, outlineOf } from './outline.js';
import type { JoinMethod, KeyValues, LookupTerm, Plan, Query, StoredAccess, StoredScan } from './plan.js';
import { conjuncts } from './traverse.js';

/** A plan for people: one node per line, name first, columns by name, inputs and subqueries below their node. */
export function printPlan(query: Query): string {
  const { root, shared, style } = outlineOf(query);
  const lines = (outline: Outline): string[] => treeOf(outline, (node) => printNode(node.plan, style));
  const plan = lines(root);
  const { change } = query;
  return [
    ...(change ? [printChange(change), ...indent(plan, true, '')] : plan),
    ...shared.flatMap(({ key, root }) => [`shared ${key}:`, ...lines(root)]),
  ].join('\n');
}

/** A line for each node of an outline, in order, drawn as a tree. */
export function treeOf(outline: Outline, line: (node: Outline) => string): string[] {
  const { below } = outline;
  return [
    line(outline),
    ...below.flatMap((child, index) => indent(treeOf(child, line), index === below.length - 1, ROLES[child.role])),
  ];
}

const ROLES: Readonly<Record<Outline['role'], string>> = { input: '', subquery: 'subquery: ', keys: 'keys: ' };

export function printChange({ kind, table }: Change): string {
  const verb: Readonly<Record<Change['kind'], string>> = {
    insert: 'insert into',
    update: 'update',
    delete: 'delete from',
  };
  return `${verb[kind]} ${table.name}`;
}

export function indent(child: readonly string[], last: boolean, label: string): string[] {
  return child.map((line, index) => (index === 0 ? (last ? '└─ ' : '├─ ') + label : last ? '   ' : '│  ') + line);
}

/** What a node does, on one line. */
export function printNode(plan: Plan, style: Style): string {
  const show = (expr: Expr): string => printExpr(expr, style);
  switch (plan.kind) {
    case 'scan': {
      const alias = plan.alias.toLowerCase() === plan.table.name ? '' : ` as ${plan.alias}`;
      const lookups =
        plan.lookups.length > 0 ? ` lookup ${plan.lookups.map((term) => printLookup(term, show)).join(' and ')}` : '';
      const checks = plan.checks ? ` check ${plan.checks.map(show).join(', then ')}` : '';
      return `scan ${plan.table.name}${alias} (${plan.sources.join(', ')})${lookups}${checks}${plan.limit ? ` limit ${show(plan.limit)}` : ''}`;
    }
    case 'stored-scan':
      return printStored(plan, show);
    case 'function-scan': {
      const alias = plan.alias.toLowerCase() === plan.fn.name ? '' : ` as ${plan.alias}`;
      const given = plan.args.slice(0, plan.args.findLastIndex((arg) => arg !== undefined) + 1);
      const args = given.map((arg) => (arg ? show(arg) : '?')).join(', ');
      const bounds = plan.bounds.map(({ op, expr }) => ` ${op} ${show(expr)}`).join('');
      return `call ${plan.fn.name}(${args})${alias} (${plan.sources.join(', ')})${bounds}`;
    }
    case 'values':
      return plan.columns.length === 0
        ? plan.rows.length === 1
          ? 'one row'
          : 'no rows'
        : `values ${plan.rows.length} row${plan.rows.length === 1 ? '' : 's'}`;
    case 'filter':
      return `filter ${conjuncts(plan.predicate)
        .map((term) => grouped(term, style))
        .join(' and ')}`;
    case 'project':
      return `project ${plan.items.map((item) => printItem(item.column, item.expr, show)).join(', ')}`;
    case 'join':
      return printJoin(plan, show, style);
    case 'aggregate':
      return printAggregate(plan, show);
    case 'window':
      return `window ${plan.calls.map((call) => call.column.name).join(', ')}${plan.partitionBy.length > 0 ? ` partition by ${plan.partitionBy.map(show).join(', ')}` : ''}${plan.orderBy.length > 0 ? ` order by ${printTerms(plan.orderBy, show)}` : ''}`;
    case 'distinct':
      return 'distinct';
    case 'sort':
      return `sort ${printTerms(plan.terms, show)}${plan.limit ? ` keep ${show(plan.limit)}` : ''}`;
    case 'limit':
      return `limit ${show(plan.limit)}${plan.offset ? ` offset ${show(plan.offset)}` : ''}`;
    case 'union-all':
      return 'union all';
    case 'set-operation':
      return plan.op;
    case 'shared':
      return `shared ${plan.key} as ${plan.name}`;
    case 'recursive':
      return `recursive ${plan.name}${plan.distinct ? ' distinct' : ''}`;
    case 'working':
      return `working row of ${plan.name}`;
  }
}

function printStored(plan: StoredScan, show: (expr: Expr) => string): string {
  const { table } = plan;
  const name = (slot: number): string => slotName(plan, slot, show);
  const alias = plan.alias.toLowerCase() === table.name.toLowerCase() ? '' : ` as ${plan.alias}`;
  const access = plan.access ? printAccess(plan, plan.access, name, show) : '';
  const order = plan.descending ? ' backwards' : '';
  const limit = plan.limit ? ` limit ${show(plan.limit)}` : '';
  const first = plan.isFirstOfEach ? ' first of each' : '';
  return `scan ${table.name}${alias} (${plan.sources.map(name).join(', ')})${access}${first}${order}${limit}`;
}

/** Names of what a stored scan reads, and of the terms of the key it reads by. */
export function keyOfAccess(plan: StoredScan, show: (expr: Expr) => string) {
  const name = (slot: number): string => slotName(plan, slot, show);
  const terms = plan.access?.index?.terms ?? keyTerms(plan.table);
  return { columns: plan.sources.map(name), names: terms.map(({ slot }) => name(slot)) };
}

function slotName(plan: StoredScan, slot: number, show: (expr: Expr) => string): string {
  const column = plan.table.columns[slot];
  if (column) return column.name;
  const computed = plan.computed.find((one) => one.slot === slot);
  return computed ? show(computed.expr) : 'rowid';
}

function printAccess(
  plan: StoredScan,
  { index, equals, range }: StoredAccess,
  name: (slot: number) => string,
  show: (expr: Expr) => string,
): string {
  const terms = index?.terms ?? keyTerms(plan.table);
  const nameAt = (at: number): string => name(terms[at]?.slot ?? 0);
  const parts = equals.map((values, at) => `${nameAt(at)} ${printKeyValues(values, show)}`);
  const next = nameAt(equals.length);
  if (range?.min) parts.push(`${next} ${range.min.inclusive ? '>=' : '>'} ${show(range.min.value)}`);
  if (range && !range.min && !range.max) parts.push(`${next} is not null`);
  if (range?.max) parts.push(`${next} ${range.max.inclusive ? '<=' : '<'} ${show(range.max.value)}`);
  const by = index ? ` by ${index.name}` : '';
  return parts.length > 0 ? ` lookup ${parts.join(' and ')}${by}` : by;
}

function printKeyValues(values: KeyValues, show: (expr: Expr) => string): string {
  switch (values.kind) {
    case 'values':
      return values.values.length === 1 ? `= ${values.values.map(show).join()}` : `in (${list(values.values, show)})`;
    case 'is':
      return `is ${show(values.value)}`;
    case 'keys':
      return 'in join keys';
    case 'subquery':
      return 'in subquery';
  }
}

const printItem = (column: Column, expr: Expr, show: (expr: Expr) => string): string => {
  const text = show(expr);
  return text === column.name || (expr.kind === 'column' && expr.column.name === column.name)
    ? text
    : `${text} as ${column.name}`;
};

function printTerms(terms: readonly SortTerm[], show: (expr: Expr) => string): string {
  return terms
    .map((term) => {
      const nulls = term.nullsFirst === term.descending ? ` nulls ${term.nullsFirst ? 'first' : 'last'}` : '';
      return show(term.expr) + (term.descending ? ' desc' : '') + nulls;
    })
    .join(', ');
}

function printJoin(plan: Plan & { kind: 'join' }, show: (expr: Expr) => string, style: Style): string {
  const method: Readonly<Record<JoinMethod['kind'], string>> = {
    loop: 'loop',
    hash: 'hash',
    lookup: 'lookup',
    each: 'each',
  };
  const conditions = [
    ...plan.keys.map((key) => `${show(key.left)} = ${show(key.right)}`),
    ...conjuncts(plan.on).map((term) => grouped(term, style)),
  ];
  const on = conditions.length > 0 ? ` on ${conditions.join(' and ')}` : '';
  return `${method[plan.method.kind]} join${plan.type === 'inner' ? '' : ` ${plan.type}`}${on}`;
}

function printAggregate(plan: Plan & { kind: 'aggregate' }, show: (expr: Expr) => string): string {
  const calls = plan.calls.map((call) => printCall(call, show));
  const groups = plan.groups.length > 0 ? ` by ${plan.groups.map((group) => show(group.expr)).join(', ')}` : '';
  return `aggregate${calls.length > 0 ? ` ${calls.join(', ')}` : ''}${groups}${plan.isOrdered ? ' in order' : ''}`;
}

export function printCall(call: AggregateCall, show: (expr: Expr) => string): string {
  const args = call.args.length === 0 ? '*' : call.args.map(show).join(', ');
  return `${call.fn.name}(${call.distinct ? 'distinct ' : ''}${args})${call.filter ? ` filter (where ${show(call.filter)})` : ''}`;
}

function printLookup(term: LookupTerm, show: (expr: Expr) => string): string {
  switch (term.kind) {
    case 'values':
      return term.values.length === 1
        ? `${term.column} = ${term.values.map(show).join()}`
        : `${term.column} in (${list(term.values, show)})`;
    case 'keys':
      return `${term.column} in join keys`;
    case 'subquery':
      return `${term.column} in subquery`;
    case 'range':
      return `${term.column} ${term.op} ${show(term.value)}`;
    case 'patterns':
      return term.patterns
        .map(
          (pattern) => `${term.column} ${term.op} ${show(pattern)}${term.escape ? ` escape ${show(term.escape)}` : ''}`,
        )
        .join(' or ');
    case 'pattern-keys':
      return `${term.column} ${term.op} join keys`;
  }
}

/** Long lists are cut: a plan is read by people. */
function list(items: readonly Expr[], show: (expr: Expr) => string): string {
  return items.length <= 8
    ? items.map(show).join(', ')
    : `${items.slice(0, 6).map(show).join(', ')}, … ${items.length} values`;
}

const OPERATORS: Readonly<Record<CompareOp, string>> = {
  '=': '=',
  '<>': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  is: 'is',
  'is-not': 'is not',
};

/** How expressions are written. */
export interface Style {
  /** Columns carry their table's alias. */
  readonly qualify: boolean;
  /** Long lists are not cut. */
  readonly whole?: boolean;
}

/** An expression for people. */
export function printExpr(expr: Expr, style: Style): string {
  const show = (part: Expr): string => grouped(part, style);
  const not = (negated: boolean): string => (negated ? 'not ' : '');
  switch (expr.kind) {
    case 'literal':
      return quoteLiteral(expr.value);
    case 'column':
      return style.qualify && expr.column.table ? `${expr.column.table}.${expr.column.name}` : expr.column.name;
    case 'parameter':
      return `?${expr.index + 1}`;
    case 'unary':
      return `${expr.op}${show(expr.operand)}`;
    case 'not':
      return `not ${show(expr.operand)}`;
    case 'arithmetic':
      return `${show(expr.left)} ${expr.op} ${show(expr.right)}`;
    case 'compare':
      return `${show(expr.left)} ${OPERATORS[expr.op]} ${show(expr.right)}${expr.collation === 'binary' ? '' : ` collate ${expr.collation}`}`;
    case 'row-compare':
      return `(${expr.pairs.map((pair) => show(pair.left)).join(', ')}) ${OPERATORS[expr.op]} (${expr.pairs.map((pair) => show(pair.right)).join(', ')})`;
    case 'logical':
      return expr.terms.map(show).join(` ${expr.op} `);
    case 'null-test':
      return `${show(expr.operand)} is ${not(expr.negated)}null`;
    case 'truth-test':
      return `${show(expr.operand)} is ${not(expr.negated)}${expr.truth}`;
    case 'in-list':
      return `${show(expr.operand)} ${not(expr.negated)}in (${style.whole ? expr.items.map(show).join(', ') : list(expr.items, show)})`;
    case 'in-subquery':
      return `${expr.operands.length === 1 ? expr.operands.map(show).join() : `(${expr.operands.map(show).join(', ')})`} ${not(expr.negated)}in subquery`;
    case 'in-keys':
      return `${show(expr.operand)} in join keys`;
    case 'exists':
      return 'exists subquery';
    case 'scalar-subquery':
      return 'subquery';
    case 'pattern':
      return `${show(expr.operand)} ${not(expr.negated)}${expr.op} ${show(expr.pattern)}${expr.escape ? ` escape ${show(expr.escape)}` : ''}`;
    case 'cast':
      return `cast(${printExpr(expr.operand, style)} as ${expr.affinity})`;
    case 'affinity':
      return expr.affinity === 'none'
        ? `+${show(expr.operand)}`
        : `${expr.affinity}(${printExpr(expr.operand, style)})`;
    case 'collate':
      return `${show(expr.operand)} collate ${expr.collation}`;
    case 'case':
      return `case ${expr.base ? `${show(expr.base)} ` : ''}${expr.arms.map((arm) => `when ${show(expr.base && arm.when.kind === 'compare' ? arm.when.right : arm.when)} then ${show(arm.then)}`).join(' ')} else ${show(expr.otherwise)} end`;
    case 'call':
      return `${expr.fn.name}(${expr.args.map((arg) => printExpr(arg, style)).join(', ')})`;
  }
}

const SIMPLE = new Set<Expr['kind']>([
  'literal',
  'column',
  'parameter',
  'call',
  'cast',
  'exists',
  'scalar-subquery',
  'case',
  'affinity',
]);

/** In parentheses where it stands inside another operator. */
function grouped(expr: Expr, style: Style): string {
  const text = printExpr(expr, style);
  return SIMPLE.has(expr.kind) ||
    expr.kind === 'compare' ||
    expr.kind === 'in-list' ||
    expr.kind === 'pattern' ||
    expr.kind === 'null-test'
    ? text
    : `(${text})`;
}
