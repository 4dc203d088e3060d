import type { TableSpec } from './spec.js';

/** How long a scan of a whole table takes by the costs it declares; `keyed` for one that must be told where to look. */
export type CostClass = 'instant' | 'quick' | 'slow' | 'keyed';

/** Most that a scan of the class takes, in microseconds. */
const INSTANT = 1000;
const QUICK = 50_000;

/** Pure: of all columns that `*` shows, each group of which is paid once. */
export function costClass(table: TableSpec): CostClass {
  if (table.columns.some(({ key }) => key?.required)) return 'keyed';
  const total = table.rows * rowCost(table);
  return total < INSTANT ? 'instant' : total < QUICK ? 'quick' : 'slow';
}

function rowCost({ rowCost, columns }: TableSpec): number {
  const groups = new Set<string>();
  let cost = rowCost;
  for (const column of columns) {
    if (column.hidden || (column.group !== undefined && groups.has(column.group))) continue;
    if (column.group !== undefined) groups.add(column.group);
    cost += column.cost;
  }
  return cost;
}
