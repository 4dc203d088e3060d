import type { CollationName } from '../../core/index.js';
import { rowidSlot } from '../../store/index.js';
import { type Expr, TYPE } from './expr.js';
import type { Plan, StoredScan } from './plan.js';
import { slotFor } from './rules/stored-facts.js';

/** No two rows of the plan have the same value in this column, compared by the collation; nulls aside. */
export function isUnique(plan: Plan, expr: Expr, collation: CollationName): boolean {
  if (expr.kind !== 'column') return false;
  const { id } = expr.column;
  switch (plan.kind) {
    case 'filter':
    case 'sort':
    case 'limit':
      return isUnique(plan.input, expr, collation);
    case 'scan': {
      const name = plan.sources[plan.columns.findIndex((column) => column.id === id)];
      return collation === 'binary' && plan.table.columns.some((column) => column.name === name && column.key?.unique);
    }
    case 'stored-scan':
      return isUniqueSlot(plan, plan.sources[plan.columns.findIndex((column) => column.id === id)], expr, collation);
    default:
      return false;
  }
}

function isUniqueSlot({ table }: StoredScan, slot: number | undefined, expr: Expr, collation: CollationName): boolean {
  if (slot === undefined) return false;
  if (slotFor(table, slot) === rowidSlot(table)) return !table.primaryKey;
  const hasText = expr.kind === 'column' && (expr.column.types & TYPE.text) !== 0;
  return table.indexes.some(({ unique, where, terms: [only, second] }) => {
    if (!unique || where || !only || second || only.slot !== slot) return false;
    return !hasText || only.collation === collation;
  });
}
