import { SqlError } from '../../../core/index.js';
import type { TableSchema } from '../../../store/index.js';
import type * as ast from '../../parser/index.js';
import type { SlotExpr } from '../change.js';
import type { Expr } from '../expr.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { rowItems } from './rows.js';
import type { Scope } from './scope.js';
import { columnHint, slotNamed } from './target.js';

/** SET: the value of each slot that is assigned; of two for one slot the last counts. */
export function bindAssignments(
  context: BindContext,
  table: TableSchema,
  scope: Scope,
  set: readonly ast.Assignment[],
): SlotExpr[] {
  const values = new Map<number, Expr>();
  for (const { columns, value } of set) {
    const exprs = columns.length === 1 ? [bindExpr(context, scope, value)] : rowItems(context, scope, value);
    if (exprs.length !== columns.length)
      throw new SqlError('misuse', `${columns.length} columns assigned ${exprs.length} values`, value.span);
    const slots = columns.map((column) => assignable(table, column));
    slots.forEach((slot, index) => {
      values.delete(slot);
      values.set(slot, exprs[index] as Expr); // as many as slots
    });
  }
  return [...values].map(([slot, expr]) => ({ slot, expr }));
}

function assignable(table: TableSchema, { name, span }: ast.Identifier): number {
  const slot = slotNamed(table, name);
  if (slot === undefined)
    throw new SqlError('no-such-column', `no such column: ${name}`, span, columnHint(table, name));
  if (table.columns[slot]?.generated)
    throw new SqlError('misuse', `cannot UPDATE generated column "${table.columns[slot].name}"`, span);
  return slot;
}
