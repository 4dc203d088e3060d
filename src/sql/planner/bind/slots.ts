import { rowidSlot, slotCount, type TableSchema } from '../../../store/index.js';
import { type Column, TYPE } from '../expr.js';
import type { BindContext } from './context.js';
import { misusedAggregate, misusedWindow, NO_CTES, newScope, type Scope } from './scope.js';
import { bindStoredScan, type StoredFrom } from './stored.js';

/** The row of a stored table as expressions see it: each slot a column. */
export interface Slots {
  /** By slot. INTEGER PRIMARY KEY and the rowid are one column. */
  readonly columns: readonly Column[];
  readonly from: StoredFrom;
}

export function bindSlots(context: BindContext, table: TableSchema, alias = table.name): Slots {
  const from = bindStoredScan(context, table, alias);
  const { columns } = from.plan;
  const own = table.columns.map((_, slot) => columns[slot] as Column); // a scan puts out every column
  const rowid = table.rowidColumn === undefined ? columns[rowidSlot(table)] : columns[table.rowidColumn];
  const rest = Array.from({ length: slotCount(table) - own.length - 1 }, () => context.newColumn(''));
  // WITHOUT ROWID the slot is there, and null.
  return { columns: [...own, rowid ?? context.newColumn('', { types: TYPE.null }), ...rest], from };
}

/** Names over a row alone: no aggregate, no window, no enclosing query. */
export function rowScope(from: Scope['from'], ctes: Scope['ctes'] = NO_CTES): Scope {
  const scope = newScope(from, ctes, undefined);
  scope.noAggregate = misusedAggregate;
  scope.noWindow = misusedWindow;
  return scope;
}
