import { rowidSlot } from '../../store/index.js';
import type { Plan, Scan, StoredScan } from './plan.js';
import { outputColumns } from './plan.js';
import { slotFor } from './rules/stored-facts.js';

/**
 * About how many different values a column has in the table it comes from, however few rows of that the plan leaves;
 * undefined where nothing tells.
 */
export function distinctValues(plan: Plan, id: number): number | undefined {
  switch (plan.kind) {
    case 'scan':
      return inHostTable(plan, id);
    case 'stored-scan':
      return inStoredTable(plan, id);
    case 'filter':
    case 'sort':
    case 'limit':
    case 'distinct':
    case 'window':
      return distinctValues(plan.input, id);
    case 'project': {
      const item = plan.items.find(({ column }) => column.id === id);
      return item?.expr.kind === 'column' ? distinctValues(plan.input, item.expr.column.id) : undefined;
    }
    case 'aggregate': {
      const item = [...plan.groups, ...plan.bare].find(({ column }) => column.id === id);
      return item?.expr.kind === 'column' ? distinctValues(plan.input, item.expr.column.id) : undefined;
    }
    case 'join': {
      const isLeft = outputColumns(plan.left).some((column) => column.id === id);
      return distinctValues(isLeft ? plan.left : plan.right, id);
    }
    default:
      return undefined;
  }
}

function inHostTable({ table, columns, sources }: Scan, id: number): number | undefined {
  const name = sources[columns.findIndex((column) => column.id === id)];
  const key = table.columns.find((column) => column.name === name)?.key;
  if (!key) return undefined;
  return key.unique ? table.rows : Math.max(1, table.rows / key.rowsPerValue);
}

/** Fewer rows tell nothing: there may be more when the statement runs. */
export const TELLING_ROWS = 100;
const UNTOLD = 32;

function inStoredTable({ table, database, columns, sources }: StoredScan, id: number): number | undefined {
  const slot = sources[columns.findIndex((column) => column.id === id)];
  if (slot === undefined) return undefined;
  if (database.rowCount(table) < TELLING_ROWS) return slotFor(table, slot) === rowidSlot(table) ? undefined : UNTOLD;
  return Math.max(1, database.distinctValues(table, slotFor(table, slot)));
}
