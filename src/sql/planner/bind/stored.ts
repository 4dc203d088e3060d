import type { Affinity } from '../../../core/index.js';
import {
  type IndexSchema,
  rowidSlot,
  STRICT_CLASSES,
  type StoredColumn,
  slotCount,
  type TableSchema,
} from '../../../store/index.js';
import { type Column, TYPE, type TypeMask } from '../expr.js';
import type { StoredScan } from '../plan.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { type BoundFrom, NO_CTES, NO_MERGED, NO_SHADOWED, newScope, type SourceColumn } from './scope.js';

/** The names of a rowid, where no column has them. */
export const ROWID_NAMES: readonly string[] = ['rowid', 'oid', '_rowid_'];

export interface StoredFrom extends BoundFrom {
  readonly plan: StoredScan;
}

/**
 * All rows of a stored table: its columns in order, then the rowid where no column is it. `*` means the columns.
 * @param indexedBy INDEXED BY; false: NOT INDEXED
 */
export function bindStoredScan(
  context: BindContext,
  table: TableSchema,
  alias: string,
  indexedBy?: IndexSchema | false,
): StoredFrom {
  const columns = table.columns.map((column) =>
    context.newColumn(column.name, {
      table: alias,
      affinity: column.affinity,
      collation: column.collation,
      types: storedTypes(table, column),
      declared: column.declared,
    }),
  );
  const named = columns.map((column): SourceColumn => ({ name: column.name, column, hidden: false }));
  const sources = columns.map((_, slot) => slot);
  const rowid = rowidOf(context, table, alias, columns);
  if (rowid) {
    for (const name of ROWID_NAMES)
      if (!columns.some((column) => column.name.toLowerCase() === name))
        named.push({ name, column: rowid, hidden: true, isRowid: true });
    if (!columns.includes(rowid)) sources.push(rowidSlot(table));
  }
  const scan: StoredScan = {
    kind: 'stored-scan',
    table,
    alias,
    columns: rowid && !columns.includes(rowid) ? [...columns, rowid] : columns,
    sources,
    database: context.catalog.database,
    computed: [],
    descending: false,
    ...(indexedBy !== undefined && { indexedBy }),
  };
  const from: StoredFrom = {
    plan: scan,
    sources: [{ name: alias, schema: table.schema, columns: named }],
    star: columns.map((column) => ({ name: column.name, source: alias, expr: { kind: 'column', column } })),
    merged: NO_MERGED,
    shadowed: NO_SHADOWED,
  };
  return slotCount(table) > table.columns.length + 1 ? withComputed(context, table, from) : from;
}

/** INTEGER PRIMARY KEY's column, or one of its own; none WITHOUT ROWID. */
function rowidOf(
  context: BindContext,
  table: TableSchema,
  alias: string,
  columns: readonly Column[],
): Column | undefined {
  if (table.primaryKey) return undefined;
  if (table.rowidColumn !== undefined) return columns[table.rowidColumn];
  return context.newColumn('rowid', {
    table: alias,
    affinity: 'integer',
    types: TYPE.integer,
    declared: 'INTEGER',
  });
}

/** What index expressions and conditions mean over this scan's columns, so that a query's can be found equal to them. */
function withComputed(context: BindContext, table: TableSchema, from: StoredFrom): StoredFrom {
  // Conditions may name the table, whatever it is called in this query.
  const named = from.sources.map((source) => ({ ...source, name: table.name }));
  const scope = newScope({ ...from, sources: named }, NO_CTES, undefined);
  const first = rowidSlot(table) + 1;
  const computed = table.computed.map((expr, index) => ({
    slot: first + index,
    expr: bindExpr(context, scope, expr),
  }));
  return { ...from, plan: { ...from.plan, computed } };
}

const AFFINITY_TYPES: Readonly<Record<Affinity, TypeMask>> = {
  // Affinity converts what it can and leaves the rest: only TEXT takes every number, only REAL every integer.
  text: TYPE.text | TYPE.blob,
  real: TYPE.real | TYPE.text | TYPE.blob,
  integer: TYPE.any,
  numeric: TYPE.any,
  blob: TYPE.any,
  none: TYPE.any,
};

/** The storage classes a column can hold, null apart. */
function storedTypes(table: TableSchema, column: StoredColumn): TypeMask {
  if (table.rowidColumn !== undefined && table.columns[table.rowidColumn] === column) return TYPE.integer;
  const only = table.strict ? STRICT_CLASSES.get(column.declared.toUpperCase()) : undefined;
  return only ? TYPE[only] : AFFINITY_TYPES[column.affinity];
}
