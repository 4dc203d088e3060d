import type { ColumnSpec } from '../../catalog/index.js';
import { type KeyEnd, type KeyRange, keyTerms } from '../../store/index.js';
import type { Expr } from './expr.js';
import type { Join, KeyBound, KeyValues, LookupTerm, Plan, Scan, StoredAccess, StoredScan } from './plan.js';
import { conjuncts } from './traverse.js';

/** What running a plan is expected to give and to cost, in the cost units of the catalog (about a microsecond). */
export interface Estimate {
  readonly rows: number;
  readonly cost: number;
}

/** Work in memory, per row. */
const CPU = { open: 0.5, row: 0.05, probe: 0.15, build: 0.3, pair: 0.1, sort: 0.5 } as const;

/** @param keys how many distinct join keys a scan's key set will hold, by set */
export function estimate(plan: Plan, keys: ReadonlyMap<number, number> = new Map()): Estimate {
  switch (plan.kind) {
    case 'scan':
      return estimateScan(plan, keys);
    case 'stored-scan':
      return estimateStored(plan, keys);
    case 'function-scan':
      return { rows: plan.fn.rows, cost: CPU.open + plan.fn.rows * CPU.build };
    case 'values':
      return { rows: plan.rows.length, cost: 0 };
    case 'filter': {
      const input = estimate(plan.input, keys);
      const selectivity = conjuncts(plan.predicate).reduce((product, term) => product * selectivityOf(term), 1);
      return { rows: input.rows * selectivity, cost: input.cost + input.rows * CPU.row };
    }
    case 'join':
      return estimateJoin(plan, keys);
    case 'aggregate': {
      const input = estimate(plan.input, keys);
      return {
        rows: plan.groups.length === 0 ? 1 : Math.max(1, input.rows / 4),
        cost: input.cost + input.rows * CPU.build,
      };
    }
    case 'sort': {
      const input = estimate(plan.input, keys);
      return { rows: input.rows, cost: input.cost + input.rows * CPU.sort };
    }
    case 'limit': {
      const input = estimate(plan.input, keys);
      const limit =
        plan.limit.kind === 'literal' && typeof plan.limit.value === 'number' && plan.limit.value >= 0
          ? plan.limit.value
          : input.rows;
      return { rows: Math.min(input.rows, limit), cost: input.cost };
    }
    case 'project':
    case 'window':
    case 'distinct': {
      const input = estimate(plan.input, keys);
      return { rows: input.rows, cost: input.cost + input.rows * CPU.row };
    }
    case 'union-all':
      return plan.inputs.reduce((sum, input) => plus(sum, estimate(input, keys)), { rows: 0, cost: 0 });
    case 'set-operation':
      return plus(estimate(plan.left, keys), estimate(plan.right, keys));
    case 'recursive':
      return plus(estimate(plan.seed, keys), { rows: 100, cost: 100 });
    case 'shared':
      return { rows: 100, cost: 10 };
    case 'working':
      return { rows: 1, cost: 0 };
  }
}

const plus = (a: Estimate, b: Estimate): Estimate => ({ rows: a.rows + b.rows, cost: a.cost + b.cost });

function estimateScan(scan: Scan, keys: ReadonlyMap<number, number>): Estimate {
  let rows = scan.table.rows;
  const required = scan.table.columns.some((column) => column.key?.required);
  let bound = false;
  for (const lookup of scan.lookups) {
    const spec = scan.table.columns.find((column) => column.name === lookup.column);
    const found = lookupRows(lookup, spec, scan.table.rows, keys);
    // A table without rows of its own (file) has as many as its keys give.
    rows = required && !bound ? found : Math.min(rows, found);
    bound = true;
  }
  if (scan.limit?.kind === 'literal' && typeof scan.limit.value === 'number') rows = Math.min(rows, scan.limit.value);
  return { rows, cost: 5 + rows * rowCostOf(scan) };
}

function lookupRows(
  lookup: LookupTerm,
  spec: ColumnSpec | undefined,
  all: number,
  keys: ReadonlyMap<number, number>,
): number {
  const perValue = spec?.key?.rowsPerValue ?? 1;
  switch (lookup.kind) {
    case 'values':
      return lookup.values.length * perValue;
    case 'keys':
      return (keys.get(lookup.set) ?? 10) * perValue;
    case 'subquery':
      return 50 * perValue;
    case 'range':
      return all / 3;
    case 'patterns':
      return lookup.patterns.length * perValue * 10;
    case 'pattern-keys':
      return (keys.get(lookup.set) ?? 10) * perValue * 10;
  }
}

function estimateStored(scan: StoredScan, keys: ReadonlyMap<number, number>): Estimate {
  const all = Math.max(FEWEST_ROWS, scan.database.rowCount(scan.table));
  const probes = scan.access ? scan.access.equals.reduce((product, one) => product * valueCount(one, keys), 1) : 1;
  let rows = scan.access ? Math.min(all, accessRows(scan, scan.access, all, probes)) : all;
  if (scan.limit?.kind === 'literal' && typeof scan.limit.value === 'number') rows = Math.min(rows, scan.limit.value);
  return { rows, cost: CPU.open + probes * CPU.probe + rows * CPU.row };
}

function valueCount(values: KeyValues, keys: ReadonlyMap<number, number>): number {
  switch (values.kind) {
    case 'is':
      return 1;
    case 'values':
      return values.values.length;
    case 'keys':
      return keys.get(values.set) ?? 10;
    case 'subquery':
      return 50;
  }
}

/** A statement prepared while its table is empty may run when it is not. */
const FEWEST_ROWS = 100;
/** Part of a key's rows that a value leaves, where there are too few rows to tell. */
const EQUAL_SHARE = 0.1;
/** Part of a key's rows that one bound leaves, where its value is not known. */
const BOUND_SHARE = 0.25;

function accessRows(scan: StoredScan, access: StoredAccess, all: number, probes: number): number {
  const { index, equals, range } = access;
  const isSmall = scan.database.rowCount(scan.table) < FEWEST_ROWS;
  const known = isSmall ? undefined : knownRange(access);
  // Never none: of two ways the one that leaves less to check is better.
  if (known) return Math.max(1, scan.database.rowsIn(scan.table, index, known));
  const terms = index?.terms ?? keyTerms(scan.table);
  const isWhole = equals.length >= terms.length && (!index || index.unique);
  const perKey = isWhole
    ? 1
    : isSmall || equals.length === 0
      ? all * EQUAL_SHARE ** equals.length
      : scan.database.rowsPerKey(scan.table, index, equals.length);
  const bounds = (range?.min ? 1 : 0) + (range?.max ? 1 : 0);
  return probes * Math.max(1, perKey * BOUND_SHARE ** bounds);
}

/** The stretch that an access means, where the query writes all its values. */
function knownRange({ equals, range }: StoredAccess): KeyRange | undefined {
  const values = equals.map((one) =>
    one.kind === 'is' ? one.value : one.kind === 'values' ? only(one.values) : undefined,
  );
  const known = values.flatMap((value) => (value?.kind === 'literal' ? [value.value] : []));
  if (known.length < equals.length) return undefined;
  if (!range) return { equals: known };
  const min = knownEnd(range.min);
  const max = knownEnd(range.max);
  if ((range.min && !min) || (range.max && !max)) return undefined;
  return { equals: known, range: { ...(min && { min }), ...(max && { max }) } };
}

const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);

const knownEnd = (bound: KeyBound | undefined): KeyEnd | undefined =>
  bound?.value.kind === 'literal' ? { value: bound.value.value, inclusive: bound.inclusive } : undefined;

/** What one row costs to read: the table's own price, and each group of columns once. */
function rowCostOf(scan: Scan): number {
  let cost = scan.table.rowCost;
  const paid = new Set<string>();
  for (const source of scan.sources) {
    const spec = scan.table.columns.find((column) => column.name === source);
    if (!spec || (spec.group !== undefined && paid.has(spec.group))) continue;
    if (spec.group !== undefined) paid.add(spec.group);
    cost += spec.cost;
  }
  return cost;
}

function selectivityOf(term: Expr): number {
  switch (term.kind) {
    case 'compare':
      return term.op === '=' || term.op === 'is' ? 0.1 : term.op === '<>' || term.op === 'is-not' ? 0.9 : 0.33;
    case 'in-list':
      return term.negated ? 0.8 : Math.min(0.5, 0.1 * term.items.length);
    case 'pattern':
      return term.negated ? 0.8 : 0.25;
    case 'null-test':
      return term.negated ? 0.9 : 0.1;
    case 'logical':
      return Math.min(
        0.8,
        term.terms.reduce((sum, one) => sum + selectivityOf(one), 0),
      );
    default:
      return 0.5;
  }
}

function estimateJoin(join: Join, keys: ReadonlyMap<number, number>): Estimate {
  const left = estimate(join.left, keys);
  const sets = join.method.kind === 'lookup' ? join.method.sets : [];
  const right = estimate(
    join.right,
    sets.length === 0
      ? keys
      : new Map([...keys, ...sets.map((set): [number, number] => [set.id, Math.max(1, left.rows)])]),
  );
  const pairs = left.rows * right.rows;
  if (join.method.kind === 'each') {
    const rows = join.type === 'semi' || join.type === 'anti' ? left.rows / 2 : pairs * (join.on ? 0.3 : 1);
    return { rows, cost: left.cost + left.rows * right.cost + pairs * CPU.pair };
  }
  let rows = join.keys.length > 0 ? pairs / Math.max(1, left.rows, right.rows) : pairs * (join.on ? 0.3 : 1);
  if (join.type === 'left' || join.type === 'full') rows = Math.max(rows, left.rows);
  if (join.type === 'semi' || join.type === 'anti') rows = left.rows / 2;
  const work =
    join.method.kind === 'loop'
      ? pairs * CPU.pair
      : buildRows(join, left, right) * CPU.build + (left.rows + right.rows) * CPU.probe;
  return { rows, cost: left.cost + right.cost + work };
}

const buildRows = (join: Join, left: Estimate, right: Estimate): number =>
  join.method.kind === 'hash' && join.method.build === 'left' ? left.rows : right.rows;
