import type { TableSpec } from '../../src/catalog/index.js';
import type { CollationName, Row, Value } from '../../src/core/index.js';
import { Real } from '../../src/core/index.js';
import { type Batch, collect, compile, type RunContext } from '../../src/exec/index.js';
import { Host } from '../../src/host/index.js';
import {
  type ArithmeticOp,
  type Column,
  type CompareOp,
  type Expr,
  type Filter,
  type Join,
  type JoinKey,
  type LookupTerm,
  outputColumns,
  type Plan,
  type Project,
  type Query,
  type Scan,
  type SortTerm,
  TYPE,
  type Values,
} from '../../src/sql/planner/index.js';

// Words to write plans with, as the planner would make them.

let ids = 0;
export const newId = (): number => ++ids;

export const column = (name: string, options: Partial<Column> = {}): Column => ({
  id: newId(),
  name,
  affinity: 'none',
  collation: 'binary',
  types: TYPE.any,
  declared: '',
  ...options,
});

export const lit = (value: Value): Expr => ({ kind: 'literal', value });
const isExpr = (value: Expr | Value): value is Expr => typeof value === 'object' && value !== null && 'kind' in value;
export const expr = (value: Expr | Value): Expr => (isExpr(value) ? value : lit(value));

/** The column of this name that a plan puts out. */
export function of(plan: Plan, name: string): Expr {
  const found = outputColumns(plan).find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no column ${name}`);
  return { kind: 'column', column: found };
}

export const compare = (
  left: Expr | Value,
  op: CompareOp,
  right: Expr | Value,
  collation: CollationName = 'binary',
): Expr => ({
  kind: 'compare',
  op,
  left: expr(left),
  right: expr(right),
  collation,
});
export const arithmetic = (left: Expr | Value, op: ArithmeticOp, right: Expr | Value): Expr => ({
  kind: 'arithmetic',
  op,
  left: expr(left),
  right: expr(right),
});
export const and = (...terms: (Expr | Value)[]): Expr => ({ kind: 'logical', op: 'and', terms: terms.map(expr) });
export const or = (...terms: (Expr | Value)[]): Expr => ({ kind: 'logical', op: 'or', terms: terms.map(expr) });
export const not = (operand: Expr | Value): Expr => ({ kind: 'not', operand: expr(operand) });

export function scan(
  table: TableSpec,
  names?: readonly string[],
  options: { lookups?: readonly LookupTerm[]; limit?: Expr | Value } = {},
): Scan {
  const sources = names ?? table.columns.map((spec) => spec.name);
  return {
    kind: 'scan',
    table,
    alias: table.name,
    columns: sources.map((name) =>
      column(name, {
        table: table.name,
        collation: table.columns.find((spec) => spec.name === name)?.collation ?? 'binary',
      }),
    ),
    sources,
    lookups: options.lookups ?? [],
    ...(options.limit !== undefined && { limit: expr(options.limit) }),
  };
}

/** Rows written out, under these column names. */
export const values = (
  names: readonly string[],
  rows: readonly (readonly (Expr | Value)[])[],
  collation: CollationName = 'binary',
): Values => ({
  kind: 'values',
  columns: names.map((name) => column(name, { collation })),
  rows: rows.map((row) => row.map(expr)),
});
export const oneRow: Values = { kind: 'values', columns: [], rows: [[]] };

export const filter = (input: Plan, predicate: Expr): Filter => ({ kind: 'filter', input, predicate });
export const project = (input: Plan, items: Readonly<Record<string, Expr | Value>>): Project => ({
  kind: 'project',
  input,
  items: Object.entries(items).map(([name, item]) => ({ column: column(name), expr: expr(item) })),
});
export const limit = (input: Plan, count: Expr | Value, offset?: Expr | Value): Plan => ({
  kind: 'limit',
  input,
  limit: expr(count),
  ...(offset !== undefined && { offset: expr(offset) }),
});
export const term = (by: Expr, options: Partial<SortTerm> = {}): SortTerm => ({
  expr: by,
  descending: false,
  nullsFirst: !(options.descending ?? false),
  collation: 'binary',
  ...options,
});
export const sort = (input: Plan, terms: readonly SortTerm[], count?: Expr | Value): Plan => ({
  kind: 'sort',
  input,
  terms,
  ...(count !== undefined && { limit: expr(count) }),
});
export const join = (
  type: Join['type'],
  left: Plan,
  right: Plan,
  options: Partial<Pick<Join, 'on' | 'keys' | 'method'>> = {},
): Join => ({
  kind: 'join',
  type,
  left,
  right,
  fixed: false,
  keys: options.keys ?? [],
  method: options.method ?? { kind: 'loop' },
  ...(options.on && { on: options.on }),
});
export const key = (left: Expr, right: Expr, collation: CollationName = 'binary'): JoinKey => ({
  left,
  right,
  collation,
});

export const query = (plan: Plan, shared: readonly Plan[] = []): Query => ({
  plan,
  shared,
  columns: outputColumns(plan),
  parameters: [],
  warnings: [],
  nextId: newId(),
});

export const context = (options: Partial<RunContext> = {}): RunContext => ({ host: new Host(), ...options });

/** Rows of a plan whose tables are all synchronous. Fails where one is not. */
export function rowsOf(plan: Plan, options: Partial<RunContext> = {}, shared: readonly Plan[] = []): unknown[][] {
  const rows = collect(compile(query(plan, shared)), context(options));
  if (!Array.isArray(rows)) throw new Error('the plan had to wait');
  return plainRows(rows);
}

/** Rows of any plan; fails where none of it was asynchronous. */
export async function waitedRows(
  plan: Plan,
  options: Partial<RunContext> = {},
  shared: readonly Plan[] = [],
): Promise<unknown[][]> {
  const rows = collect(compile(query(plan, shared)), context(options));
  if (Array.isArray(rows)) throw new Error('the plan did not wait');
  return plainRows(await rows);
}

/** Values as tests write them: a whole REAL as `r1`. */
export const plainRows = (rows: Batch | Row[]): unknown[][] =>
  rows.map((row) => row.map((value) => (value instanceof Real ? `r${value.value}` : value)));

/** The value of an expression over no row. */
export const valueOf = (of: Expr, options: Partial<RunContext> = {}): unknown =>
  rowsOf(project(oneRow, { value: of }), options)[0]?.[0];
