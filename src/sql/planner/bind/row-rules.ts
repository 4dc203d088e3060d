import type { TableSchema } from '../../../store/index.js';
import type { RowRules, SlotExpr } from '../change.js';
import type { Expr } from '../expr.js';
import { columnsIn } from '../traverse.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { EMPTY_FROM } from './scope.js';
import { rowScope, type Slots } from './slots.js';

/** What a table asks of its rows, over their slots. */
export function bindRowRules(context: BindContext, table: TableSchema, slots: Slots): RowRules {
  const scope = rowScope(slots.from);
  const alone = rowScope(EMPTY_FROM);
  const generated = table.columns.flatMap((column, slot): SlotExpr[] =>
    column.generated ? [{ slot, expr: bindExpr(context, scope, column.generated.expr) }] : [],
  );
  return {
    defaults: table.columns.map((column) => column.default && bindExpr(context, alone, column.default.expr)),
    generated: inOrder(generated, slots),
    checks: table.checks.map(({ name, text, expr: written }) => {
      const expr = bindExpr(context, scope, written);
      return { label: name ?? text, expr, reads: slotsIn(expr, slots) };
    }),
    computed: slots.from.plan.computed,
  };
}

/** Columns that others are generated from come first. CREATE TABLE refuses circles. */
function inOrder(generated: readonly SlotExpr[], slots: Slots): SlotExpr[] {
  const ordered: SlotExpr[] = [];
  const seen = new Set<number>();
  const visit = (one: SlotExpr): void => {
    if (seen.has(one.slot)) return;
    seen.add(one.slot);
    const read = columnsIn(one.expr);
    for (const other of generated) if (reads(read, other, slots)) visit(other);
    ordered.push(one);
  };
  for (const one of generated) visit(one);
  return ordered;
}

const reads = (read: ReadonlySet<number>, { slot }: SlotExpr, { columns }: Slots): boolean =>
  read.has(columns[slot]?.id ?? 0);

function slotsIn(expr: Expr, { columns }: Slots): number[] {
  const read = columnsIn(expr);
  return columns.flatMap(({ id }, slot) => (read.has(id) ? [slot] : []));
}
