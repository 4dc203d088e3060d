import { SqlError } from '../../../core/index.js';
import { type IndexSchema, type IndexTerm, keyTerms, type TableSchema } from '../../../store/index.js';
import type * as ast from '../../parser/index.js';
import type { BoundUpsert } from '../change.js';
import type { Expr } from '../expr.js';
import { exprKey } from '../traverse.js';
import { bindAssignments } from './assignments.js';
import type { BindContext } from './context.js';
import { bindExpr } from './expressions.js';
import { ordinal } from './order.js';
import type { BoundFrom, CteScope } from './scope.js';
import { bindSlots, rowScope, type Slots } from './slots.js';

/** ON CONFLICT clauses, each with the unique key it is about. */
export function bindUpserts(
  context: BindContext,
  table: TableSchema,
  slots: Slots,
  upserts: readonly ast.Upsert[],
  ctes: CteScope,
): BoundUpsert[] {
  return upserts.map((upsert, index): BoundUpsert => {
    const target = bindTarget(context, table, slots, upsert);
    if (!target) {
      const which = upserts.length > 1 ? `${ordinal(index + 1)} ` : '';
      throw new SqlError(
        'misuse',
        `${which}ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint`,
        upsert.target?.columns[0]?.expr.span,
      );
    }
    const { action } = upsert;
    return { target, action: action === 'nothing' ? action : bindUpdate(context, table, slots, action, ctes) };
  });
}

function bindUpdate(
  context: BindContext,
  table: TableSchema,
  slots: Slots,
  { set, where }: Exclude<ast.Upsert['action'], 'nothing'>,
  ctes: CteScope,
): Exclude<BoundUpsert['action'], 'nothing'> {
  const excluded = bindSlots(context, table, 'excluded');
  const scope = rowScope(both(slots.from, excluded.from), ctes);
  return {
    excluded: excluded.columns,
    set: bindAssignments(context, table, scope, set),
    ...(where && { where: bindExpr(context, scope, where) }),
  };
}

/** A bare name means the row that is there; only `excluded.` reaches the one that was to be inserted. */
const both = (row: BoundFrom, excluded: BoundFrom): BoundFrom => ({
  ...row,
  sources: [...row.sources, ...excluded.sources],
  shadowed: new Set(excluded.sources.flatMap((source) => source.columns.map((column) => column.column.id))),
});

/** The key whose terms are the target's columns, in any order. */
function bindTarget(
  context: BindContext,
  table: TableSchema,
  slots: Slots,
  { target }: ast.Upsert,
): BoundUpsert['target'] | undefined {
  if (!target) return 'any';
  const scope = rowScope(slots.from);
  const wanted = target.columns.map(({ expr }) => wantedTerm(bindExpr(context, scope, expr)));
  const where = target.where && exprKey(bindExpr(context, scope, target.where));
  const isKey = covers(keyTerms(table), wanted, slots);
  if (isKey && !table.primaryKey) return 'key';
  // Of several the latest, as in SQLite.
  const index = table.indexes.findLast((one) => {
    if (!one.unique || !covers(one.terms, wanted, slots)) return false;
    return !one.where || (where !== undefined && where === conditionKey(context, one, slots));
  });
  return index ?? (isKey ? 'key' : undefined);
}

interface WantedTerm {
  readonly key: string;
  readonly collation?: string;
}

const wantedTerm = (expr: Expr): WantedTerm =>
  expr.kind === 'collate' ? { key: exprKey(expr.operand), collation: expr.collation } : { key: exprKey(expr) };

function covers(terms: readonly IndexTerm[], wanted: readonly WantedTerm[], slots: Slots): boolean {
  return (
    terms.length === wanted.length &&
    terms.every((term) => {
      const key = exprKey(slotExpr(term.slot, slots));
      return wanted.some((one) => one.key === key && (one.collation === undefined || one.collation === term.collation));
    })
  );
}

function slotExpr(slot: number, { columns, from }: Slots): Expr {
  const computed = from.plan.computed.find((one) => one.slot === slot)?.expr;
  if (computed) return computed.kind === 'collate' ? computed.operand : computed;
  const column = columns[slot];
  return column ? { kind: 'column', column } : { kind: 'literal', value: null };
}

const conditionKey = (context: BindContext, index: IndexSchema, slots: Slots): string | undefined =>
  index.where && exprKey(bindExpr(context, rowScope(slots.from), index.where.expr));
