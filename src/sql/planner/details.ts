import type { AggregateCall, Expr, SortTerm } from './expr.js';
import type { Join, KeyValues, LookupTerm, Plan, ProjectItem, Scan, StoredScan } from './plan.js';
import { keyOfAccess, printCall, printExpr, type Style } from './print.js';

/** What a node is about, for programs: names as they are, expressions as SQL text. */
export type Details = Readonly<Record<string, unknown>>;

/** One constraint that a scan is told. */
interface ToldKey {
  readonly column: string;
  readonly op: string;
  /** SQL texts; absent where `from` says where the values come from. */
  readonly values?: readonly string[];
  readonly from?: 'join keys' | 'subquery';
}

export function detailsOf(plan: Plan, style: Style): Details {
  const show = (expr: Expr): string => printExpr(expr, { ...style, whole: true });
  switch (plan.kind) {
    case 'scan':
      return scanDetails(plan, show);
    case 'stored-scan':
      return storedDetails(plan, show);
    case 'function-scan':
      return {
        function: plan.fn.name,
        alias: plan.alias,
        columns: plan.sources,
        arguments: plan.args.map((arg) => (arg ? show(arg) : null)),
        bounds: plan.bounds.map(({ op, expr }) => ({ op: op === 'min' ? '>=' : '<=', value: show(expr) })),
      };
    case 'values':
      return { values: plan.rows.length };
    case 'filter':
      return { predicate: show(plan.predicate) };
    case 'project':
      return { columns: plan.items.map((item) => itemDetails(item, show)) };
    case 'join':
      return joinDetails(plan, show);
    case 'aggregate':
      return {
        groupBy: plan.groups.map(({ expr }) => show(expr)),
        aggregates: plan.calls.map((call) => callDetails(call, show)),
        ...(plan.bare.length > 0 && { bare: plan.bare.map(({ expr }) => show(expr)) }),
        ...(plan.isOrdered && { inOrder: true }),
      };
    case 'window':
      return {
        functions: plan.calls.map(({ column }) => column.name),
        partitionBy: plan.partitionBy.map(show),
        orderBy: plan.orderBy.map((term) => termDetails(term, show)),
      };
    case 'sort':
      return { orderBy: plan.terms.map((term) => termDetails(term, show)), ...optional('keep', plan.limit, show) };
    case 'limit':
      return { limit: show(plan.limit), ...optional('offset', plan.offset, show) };
    case 'set-operation':
      return { operation: plan.op };
    case 'shared':
      return { shared: plan.key, name: plan.name };
    case 'recursive':
      return {
        name: plan.name,
        distinct: plan.distinct,
        orderBy: plan.orderBy.map((term) => termDetails(term, show)),
        ...optional('limit', plan.limit, show),
        ...optional('offset', plan.offset, show),
      };
    case 'working':
      return { name: plan.name };
    case 'distinct':
    case 'union-all':
      return {};
  }
}

type Show = (expr: Expr) => string;

const optional = (name: string, expr: Expr | undefined, show: Show): Details => (expr ? { [name]: show(expr) } : {});

const scanDetails = (plan: Scan, show: Show): Details => ({
  table: plan.table.name,
  alias: plan.alias,
  columns: plan.sources,
  lookups: plan.lookups.flatMap((term) => lookupDetails(term, show)),
  ...optional('limit', plan.limit, show),
});

function lookupDetails(term: LookupTerm, show: Show): readonly ToldKey[] {
  const { column } = term;
  switch (term.kind) {
    case 'values':
      return [{ column, op: '=', values: term.values.map(show) }];
    case 'keys':
      return [{ column, op: '=', from: 'join keys' }];
    case 'subquery':
      return [{ column, op: '=', from: 'subquery' }];
    case 'range':
      return [{ column, op: term.op, values: [show(term.value)] }];
    case 'patterns':
      return [{ column, op: term.op, values: term.patterns.map(show), ...optional('escape', term.escape, show) }];
    case 'pattern-keys':
      return [{ column, op: term.op, from: 'join keys' }];
  }
}

function storedDetails(plan: StoredScan, show: Show): Details {
  const { columns, names } = keyOfAccess(plan, show);
  return {
    table: plan.table.name,
    alias: plan.alias,
    columns,
    ...(plan.access?.index && { index: plan.access.index.name }),
    lookups: storedLookups(plan, names, show),
    ...(plan.isFirstOfEach && { firstOfEach: true }),
    ...(plan.descending && { backwards: true }),
    ...optional('limit', plan.limit, show),
  };
}

function storedLookups({ access }: StoredScan, names: readonly string[], show: Show): readonly ToldKey[] {
  if (!access) return [];
  const { equals, range } = access;
  const next = names[equals.length] ?? '';
  const told = equals.map((values, at) => keyDetails(names[at] ?? '', values, show));
  if (range && !range.min && !range.max) told.push({ column: next, op: 'is not null' });
  if (range?.min) told.push({ column: next, op: range.min.inclusive ? '>=' : '>', values: [show(range.min.value)] });
  if (range?.max) told.push({ column: next, op: range.max.inclusive ? '<=' : '<', values: [show(range.max.value)] });
  return told;
}

function keyDetails(column: string, values: KeyValues, show: Show): ToldKey {
  switch (values.kind) {
    case 'values':
      return { column, op: '=', values: values.values.map(show) };
    case 'is':
      return { column, op: 'is', values: [show(values.value)] };
    case 'keys':
      return { column, op: '=', from: 'join keys' };
    case 'subquery':
      return { column, op: '=', from: 'subquery' };
  }
}

const itemDetails = ({ column, expr }: ProjectItem, show: Show): Details => ({
  name: column.name,
  expression: show(expr),
});

const callDetails = (call: AggregateCall, show: Show): Details => ({
  name: call.column.name,
  expression: printCall(call, show),
});

const termDetails = ({ expr, descending, nullsFirst }: SortTerm, show: Show): Details => ({
  expression: show(expr),
  descending,
  nullsFirst,
});

const joinDetails = ({ type, method, keys, on }: Join, show: Show): Details => ({
  type,
  method: method.kind,
  keys: keys.map(({ left, right }) => ({ left: show(left), right: show(right) })),
  ...optional('on', on, show),
  ...(method.kind === 'hash' && { build: method.build }),
  ...(method.kind === 'lookup' && { handsOver: method.sets.map(({ expr }) => show(expr)), batch: method.batch }),
});
