import { rowidSlot } from '../../store/index.js';
import type { Plan, Scan, StoredScan } from './plan.js';
import { outputColumns } from './plan.js';
import { slotFor } from './rules/stored-facts.js';

/**
 * About how many different values a column has in the table it comes from, however few rows of that the plan leaves;
 * `untold` where a stored table has too few rows to tell, undefined where nothing tells.
 */
export function distinctValues(plan: Plan, id: number, untold?: number): number | undefined {
  switch (plan.kind) {
    case 'scan':
      return inHostTable(plan, id);
    case 'stored-scan':
      return inStoredTable(plan, id, untold);
    case 'filter':
    case 'sort':
    case 'limit':
    case 'distinct':
    case 'window':
      return distinctValues(plan.input, id, untold);
    case 'project': {
      const item = plan.items.find(({ column }) => column.id === id);
      return item?.expr.kind === 'column' ? distinctValues(plan.input, item.expr.column.id, untold) : undefined;
    }
    case 'aggregate': {
      const item = [...plan.groups, ...plan.bare].find(({ column }) => column.id === id);
      return item?.expr.kind === 'column' ? distinctValues(plan.input, item.expr.column.id, untold) : undefined;
    }
    case 'join': {
      const isLeft = outputColumns(plan.left).some((column) => column.id === id);
      return distinctValues(isLeft ? plan.left : plan.right, id, untold);
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
export const TELLING_ROWS = 1;

function inStoredTable(
  { table, database, columns, sources }: StoredScan,
  id: number,
  untold: number | undefined,
): number | undefined {
  const slot = sources[columns.findIndex((column) => column.id === id)];
  if (slot === undefined) return undefined;
  if (database.rowCount(table) < TELLING_ROWS) return slotFor(table, slot) === rowidSlot(table) ? undefined : untold;
  return Math.max(1, database.distinctValues(table, slotFor(table, slot)));
}

/** At most so many combinations of values some columns have in the stored table that all of them come from; undefined where they do not. */
export function distinctTogether(plan: Plan, ids: readonly number[]): number | undefined {
  switch (plan.kind) {
    case 'stored-scan':
      return together(plan, ids);
    case 'filter':
    case 'sort':
    case 'limit':
    case 'distinct':
    case 'window':
      return distinctTogether(plan.input, ids);
    case 'join':
      return distinctTogether(plan.left, ids) ?? distinctTogether(plan.right, ids);
    default:
      return undefined;
  }
}

function together({ table, database, columns, sources }: StoredScan, ids: readonly number[]): number | undefined {
  const count = database.rowCount(table);
  const slots = new Set<number>();
  for (const id of ids) {
    const slot = sources[columns.findIndex((column) => column.id === id)];
    if (slot === undefined) return undefined;
    slots.add(slotFor(table, slot));
  }
  if (count < TELLING_ROWS) return undefined;
  const { size } = slots;
  const index = table.indexes.find(
    ({ terms, where }) => !where && terms.length >= size && terms.slice(0, size).every(({ slot }) => slots.has(slot)),
  );
  return index ? count / Math.max(1, database.rowsPerKey(table, index, size)) : count;
}
