import { type Column, type Expr, TYPE } from '../expr.js';
import type { Plan } from '../plan.js';
import type { BindContext } from './context.js';

/**
 * A subquery in FROM whose columns of REAL affinity hold REAL: in a compound, other arms may give integers, and SQLite
 * makes them REAL where the column is read.
 */
export function readAsReal(context: BindContext, plan: Plan, columns: readonly Column[]): [Plan, readonly Column[]] {
  if (plan.kind === 'project' || !columns.some(mayHoldIntegers)) return [plan, columns];
  const items = columns.map((column) => {
    const expr: Expr = { kind: 'column', column };
    if (!mayHoldIntegers(column)) return { column: context.columnFor(expr, column.name), expr };
    const { affinity, collation, declared } = column;
    const types = (column.types & ~TYPE.integer) | TYPE.real;
    const real = context.newColumn(column.name, { affinity, collation, types, declared });
    return { column: real, expr: { kind: 'affinity', operand: expr, affinity: 'real' } as const };
  });
  return [{ kind: 'project', input: plan, items }, items.map(({ column }) => column)];
}

const mayHoldIntegers = ({ affinity, types }: Column): boolean => affinity === 'real' && (types & TYPE.integer) !== 0;
