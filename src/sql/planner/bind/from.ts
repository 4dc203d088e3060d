import type { ColumnSpec, TableSpec, ViewSpec } from '../../../catalog/index.js';
import { affinityOfType, SqlError, suggestion } from '../../../core/index.js';
import type { IndexSchema, TableSchema } from '../../../store/index.js';
import { findTableFunction, listTableFunctions } from '../../functions/index.js';
import type * as ast from '../../parser/index.js';
import { parse } from '../../parser/index.js';
import { type Column, type Expr, TYPE, type TypeMask } from '../expr.js';
import { outputColumns, type Plan } from '../plan.js';
import type { BindContext } from './context.js';
import { bindCteUse } from './ctes.js';
import { bindExpr } from './expressions.js';
import { bindFunction, type FunctionCall, withArguments } from './function-scans.js';
import { joined } from './joins.js';
import { passingJson } from './json.js';
import { readAsReal } from './real-columns.js';
import {
  type BoundFrom,
  type CteScope,
  findCte,
  misusedAggregate,
  misusedWindow,
  NO_CTES,
  newScope,
  type Scope,
  type Source,
} from './scope.js';
import { bindSelect } from './select.js';
import { bindStoredScan } from './stored.js';
import { type TableCall, tableCall, withTableArguments } from './table-arguments.js';

/** What a FROM clause puts out, and the names for it. */
export function bindFrom(context: BindContext, from: ast.From, ctes: CteScope, outer: Scope | undefined): BoundFrom {
  const calls: FunctionCall[] = [];
  const tables: TableCall[] = [];
  let bound = bindItem(context, from, ctes, outer, calls, tables);
  if (tables.length > 0) bound = withTableArguments(context, bound, tables, newScope(bound, ctes, outer));
  return calls.length > 0 ? withArguments(context, bound, calls, newScope(bound, ctes, outer)) : bound;
}

function bindItem(
  context: BindContext,
  from: ast.From,
  ctes: CteScope,
  outer: Scope | undefined,
  calls: FunctionCall[],
  tables: TableCall[],
): BoundFrom {
  switch (from.kind) {
    case 'table':
      return bindTable(context, from, ctes, calls, tables);
    case 'select-from': {
      const { plan, columns } = bindSelect(context, from.select, ctes, outer);
      return derived(...readAsReal(context, ...passingJson(context, plan, columns)), from.alias?.name ?? '');
    }
    case 'join': {
      const left = bindItem(context, from.left, ctes, outer, calls, tables);
      const right = bindItem(context, from.right, ctes, outer, calls, tables);
      const bindOn = (on: ast.Expr, both: BoundFrom): Expr => {
        const scope = newScope(both, ctes, outer);
        scope.noAggregate = misusedAggregate;
        scope.noWindow = misusedWindow;
        return bindExpr(context, scope, on);
      };
      const both = joined(from, left, right, bindOn);
      return from.alias ? renamed(context, both, from.alias.name) : both;
    }
  }
}

/** `(a JOIN b) AS q`: what `SELECT * FROM a JOIN b` would give. */
function renamed(context: BindContext, { plan, star }: BoundFrom, name: string): BoundFrom {
  const items = star.map((item) => ({ column: context.columnFor(item.expr, item.name), expr: item.expr }));
  const columns = items.map((item) => item.column);
  return derived({ kind: 'project', input: plan, items }, columns, name);
}

/** A subquery, CTE or view as a FROM item. Repeated names get `:1`, `:2`, … (sql.md 2.14). */
function derived(plan: Plan, columns: readonly Column[], name: string): BoundFrom {
  const used = new Set<string>();
  const named = columns.map((column) => {
    let unique = column.name;
    for (let n = 1; used.has(unique.toLowerCase()); n++) unique = `${column.name}:${n}`;
    used.add(unique.toLowerCase());
    return { name: unique, column, hidden: false };
  });
  return single(plan, { name, columns: named });
}

function single(plan: Plan, source: Source): BoundFrom {
  return {
    plan,
    sources: [source],
    star: source.columns
      .filter((column) => !column.hidden)
      .map(({ name, column }) => ({ name, source: source.name, expr: { kind: 'column', column } })),
    merged: new Map(),
    shadowed: new Set(),
  };
}

function bindTable(
  context: BindContext,
  from: ast.TableFrom,
  ctes: CteScope,
  calls: FunctionCall[],
  tables: TableCall[],
): BoundFrom {
  const name = from.table.name.name;
  const alias = from.alias?.name ?? name;
  const cte = from.table.schema ? undefined : findCte(ctes, name);
  const found = cte ? undefined : context.catalog.resolve(name, from.table.schema?.name ?? context.schema);
  if (found?.kind === 'stored') {
    const scan = bindStoredScan(context, notCalled(from, found.table), alias, indexNamed(from, found.table));
    context.observer?.table(from, found.table, scan.plan.columns);
    return scan;
  }
  if (from.indexedBy) throw noSuchIndex(from.indexedBy);
  if (cte) {
    const plan = bindCteUse(context, cte, from.span);
    return derived(...readAsReal(context, plan, outputColumns(plan)), alias);
  }
  if (!found) {
    const fn = from.table.schema ? undefined : findTableFunction(name);
    if (fn) return single(...bindFunction(context, fn, alias, from, calls));
    throw noSuchTable(context, from.table);
  }
  if (found.kind === 'view') return bindView(context, viewOf(found.view, from), alias, from);
  if (found.kind === 'stored-view') return bindView(context, found.view, alias, from);
  const scan = bindScan(context, found.table, alias, found.schema);
  if (from.args) tables.push(tableCall(scan.plan, found.table, from));
  return scan;
}

function notCalled(from: ast.TableFrom, table: TableSchema): TableSchema {
  if (from.args) throw new SqlError('misuse', `'${table.name}' is not a function`, from.span);
  return table;
}

/** The index that INDEXED BY names; false: NOT INDEXED. @throws SqlError where there is none of the name */
export function indexNamed(
  { indexedBy }: Pick<ast.TableFrom, 'indexedBy'>,
  table: TableSchema,
): IndexSchema | false | undefined {
  if (!indexedBy) return indexedBy;
  const wanted = indexedBy.name.toLowerCase();
  const index = table.indexes.find((one) => one.name.toLowerCase() === wanted);
  if (!index) throw noSuchIndex(indexedBy);
  return index;
}

const noSuchIndex = ({ name, span }: ast.Identifier): SqlError =>
  new SqlError('runtime', `no such index: ${name}`, span);

interface View {
  readonly name: string;
  readonly schema?: string;
  readonly columns?: readonly string[];
  readonly select: ast.Select;
  readonly text: string;
}

function viewOf({ name, columns, sql, schema }: ViewSpec, from: ast.TableFrom): View {
  const [statement] = parse(sql);
  if (statement?.kind !== 'select-statement') throw new SqlError('misuse', `view ${name} is no SELECT`, from.span);
  return {
    name,
    ...(schema !== undefined && { schema }),
    ...(columns && { columns }),
    select: statement.select,
    text: sql,
  };
}

/** A view is its SELECT, bound anew for each use, so that predicates are pushed into it. */
function bindView(context: BindContext, view: View, alias: string, from: ast.TableFrom): BoundFrom {
  const key = `${view.schema ?? ''}.${view.name.toLowerCase()}`;
  if (context.openViews.includes(key))
    throw new SqlError('misuse', `view ${view.name} is circularly defined`, from.span);
  context.unfold(from.span);
  const { text, schema } = context;
  context.openViews.push(key);
  context.text = view.text;
  // A view in main sees nothing of temp, so that it means the same in every session; one of a file sees that file.
  context.schema = view.schema === 'temp' ? undefined : view.schema;
  try {
    const { plan, columns } = bindSelect(context, view.select, NO_CTES, undefined);
    return derived(...readAsReal(context, plan, renamedColumns(view, columns, from)), alias);
  } catch (error) {
    // Spans within the view's text mean nothing in the query's.
    if (error instanceof SqlError && error.span !== from.span)
      throw new SqlError(error.code, error.message, from.span, error.hint);
    throw error;
  } finally {
    context.openViews.pop();
    context.text = text;
    context.schema = schema;
  }
}

function renamedColumns(view: View, columns: readonly Column[], from: ast.TableFrom): readonly Column[] {
  const names = view.columns;
  if (!names) return columns;
  if (names.length !== columns.length)
    throw new SqlError(
      'misuse',
      `expected ${names.length} columns for '${view.name}' but got ${columns.length}`,
      from.span,
    );
  return columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }));
}

const TYPES: Readonly<Record<ColumnSpec['type'], TypeMask>> = {
  text: TYPE.text,
  integer: TYPE.integer,
  bigint: TYPE.integer,
  // Beyond 64 bits with a sign a value becomes the nearest REAL.
  unsigned_bigint: TYPE.integer | TYPE.real,
  double: TYPE.real,
  // No affinity: tables give text there as well.
  blob: TYPE.any,
};

/** Built-in tables live in temp, as osquery's do. */
function bindScan(context: BindContext, table: TableSpec, alias: string, schema = 'temp'): BoundFrom {
  const columns = table.columns.map((spec) => {
    const declared = spec.declared ?? spec.type.replace('_', ' ').toUpperCase();
    return context.newColumn(spec.name, {
      table: alias,
      affinity: affinityOfType(declared),
      collation: spec.collation,
      types: TYPES[spec.type],
      declared,
    });
  });
  const plan: Plan = {
    kind: 'scan',
    table,
    alias,
    columns,
    sources: table.columns.map((spec) => spec.name),
    lookups: [],
  };
  const named = table.columns.map((spec, index) => ({
    name: spec.name,
    column: columns[index] as Column,
    hidden: spec.hidden,
  }));
  return single(plan, { name: alias, schema, columns: named });
}

/** The error of a name that is no table. */
export function noSuchTable(context: BindContext, table: ast.QualifiedName): SqlError {
  const schema = table.schema?.name ?? context.schema;
  const name = schema === undefined ? table.name.name : `${schema}.${table.name.name}`;
  return new SqlError('no-such-table', `no such table: ${name}`, table.name.span, tableHint(context, table));
}

function tableHint({ catalog }: BindContext, { schema, name: { name } }: ast.QualifiedName): string | undefined {
  const files = schema ? [] : catalog.filesWith(name);
  if (files.length > 0) return `there are ${files.map((file) => `${file.name}.${name}`).join(' and ')}`;
  const foreign = catalog.foreign(name);
  if (foreign) return foreignHint(foreign.name, foreign.platforms);
  const known = [
    ...catalog.tables(),
    ...catalog.views(),
    ...listTableFunctions(),
    ...catalog.database.objects(),
    ...catalog.attached.flatMap((file) => [...file.tables, ...file.views]),
  ];
  return suggestion(
    name,
    known.map((one) => one.name),
  );
}

const SYSTEMS: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', windows: 'Windows' };

function foreignHint(name: string, platforms: readonly string[]): string {
  if (platforms.includes('linux')) return `"${name}" is known on Linux, but not read by this version`;
  return `"${name}" exists on ${platforms.map((platform) => SYSTEMS[platform] ?? platform).join(' and ')} only`;
}
