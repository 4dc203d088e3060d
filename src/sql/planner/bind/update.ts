import { SqlError } from '../../../core/index.js';
import type * as ast from '../../parser/index.js';
import type { DeleteChange, UpdateChange } from '../change.js';
import type { SortTerm } from '../expr.js';
import type { Plan, ProjectItem } from '../plan.js';
import { columnExpr, TRUE } from '../traverse.js';
import { bindAssignments } from './assignments.js';
import type { BindContext } from './context.js';
import { openCtes } from './ctes.js';
import { bindFrom, indexNamed } from './from.js';
import type { BoundChange } from './insert.js';
import { joined } from './joins.js';
import { bindReturning } from './returning.js';
import { bindRowRules } from './row-rules.js';
import { type BoundFrom, type CteScope, NO_CTES } from './scope.js';
import { bindSlots, rowScope } from './slots.js';
import { bindStoredScan } from './stored.js';
import { changedTable } from './target.js';
import { chosenRows, keyItems } from './which.js';

/** UPDATE: the source gives the key of each row, and with FROM its new values. */
export function bindUpdate(context: BindContext, update: ast.Update): BoundChange<UpdateChange> {
  const table = changedTable(context, update.table);
  const ctes = openCtes(update.with, NO_CTES, undefined);
  const name = update.alias?.name ?? update.table.name.name;
  const own = bindStoredScan(context, table, name, indexNamed(update, table));
  const from = update.from ? joinedWith(context, own, update.from, update.span, ctes) : own;
  const slots = bindSlots(context, table, name);
  // Without FROM a row has all that its new values are made of.
  const set = bindAssignments(context, table, rowScope(update.from ? from : slots.from, ctes), update.set);
  const values = set.map(({ expr }) => expr);
  const keys = keyItems(context, table, own.plan.columns.map(columnExpr));
  const added = values.map((expr): ProjectItem => ({ expr, column: context.columnFor(expr, 'value') }));
  const chosen = chosenRows(context, rowScope(from, ctes), update);
  const rows: Plan = { kind: 'project', input: chosen, items: update.from ? [...keys, ...added] : keys };
  const returning = update.returning && bindReturning(context, table, slots, update.returning, ctes);
  return {
    // What chose the rows says nothing of the order in which they change.
    plan: update.from || update.orderBy.length > 0 ? byKey(rows, keys) : rows,
    columns: returning?.columns ?? [],
    change: {
      kind: 'update',
      table,
      slots: slots.columns,
      targets: set.map(({ slot }) => slot),
      ...(!update.from && { values }),
      rules: bindRowRules(context, table, slots),
      ...(update.orAction && { orAction: update.orAction }),
      repeats: update.from !== undefined,
      ...(returning && { returning: returning.exprs }),
    },
  };
}

export function bindDelete(context: BindContext, statement: ast.Delete): BoundChange<DeleteChange> {
  const table = changedTable(context, statement.table);
  const ctes = openCtes(statement.with, NO_CTES, undefined);
  const name = statement.alias?.name ?? statement.table.name.name;
  const own = bindStoredScan(context, table, name, indexNamed(statement, table));
  const keys = keyItems(context, table, own.plan.columns.map(columnExpr));
  const chosen = chosenRows(context, rowScope(own, ctes), statement);
  const rows: Plan = { kind: 'project', input: chosen, items: keys };
  const slots = bindSlots(context, table);
  const returning = statement.returning && bindReturning(context, table, slots, statement.returning, ctes);
  return {
    plan: statement.orderBy.length > 0 ? byKey(rows, keys) : rows,
    columns: returning?.columns ?? [],
    change: {
      kind: 'delete',
      table,
      slots: slots.columns,
      whole: !statement.where && !statement.limit && !returning,
      ...(returning && { returning: returning.exprs }),
    },
  };
}

/** FROM stands beside the table, as behind a comma. */
function joinedWith(
  context: BindContext,
  own: BoundFrom,
  from: ast.From,
  span: ast.Update['span'],
  ctes: CteScope,
): BoundFrom {
  const comma = { kind: 'join', span, type: 'comma', natural: false } as const;
  const right = bindFrom(context, from, ctes, undefined);
  const [target] = own.sources;
  if (right.sources.some((source) => source.name.toLowerCase() === target?.name.toLowerCase()))
    throw new SqlError(
      'misuse',
      `target object/alias may not appear in FROM clause: ${target?.name}`,
      from.span,
      'give it another name there: FROM t AS other',
    );
  // Only ON asks for a binding, and a comma has none.
  return joined({ ...comma, left: from, right: from }, own, right, () => TRUE);
}

const byKey = (input: Plan, keys: readonly ProjectItem[]): Plan => ({
  kind: 'sort',
  input,
  terms: keys.map(
    ({ column }): SortTerm => ({
      expr: columnExpr(column),
      descending: false,
      nullsFirst: true,
      collation: column.collation,
    }),
  ),
});
