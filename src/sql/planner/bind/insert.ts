import { SqlError } from '../../../core/index.js';
import { rowidSlot, type TableSchema } from '../../../store/index.js';
import type * as ast from '../../parser/index.js';
import type { InsertChange } from '../change.js';
import type { Column } from '../expr.js';
import type { Plan } from '../plan.js';
import type { BindContext } from './context.js';
import { openCtes } from './ctes.js';
import { bindReturning } from './returning.js';
import { bindRowRules } from './row-rules.js';
import { type CteScope, NO_CTES } from './scope.js';
import { bindSelect } from './select.js';
import { bindSlots } from './slots.js';
import { changedTable, columnHint, slotNamed } from './target.js';
import { bindUpserts } from './upsert.js';

/** A change, the plan of its source, and what it puts out. */
export interface BoundChange<C> {
  readonly change: C;
  readonly plan: Plan;
  readonly columns: readonly Column[];
}

export function bindInsert(context: BindContext, insert: ast.Insert): BoundChange<InsertChange> {
  const table = changedTable(context, insert.table);
  const ctes = openCtes(insert.with, NO_CTES, undefined);
  const named = insert.columns?.map((column) => insertable(table, column));
  const { plan, width } = bindSource(context, insert.source, ctes);
  const targets = named ?? table.columns.flatMap((column, slot) => (column.generated ? [] : [slot]));
  // DEFAULT VALUES assigns nothing, and may only stand where nothing is named.
  if (insert.source === 'default' ? named !== undefined : width !== targets.length)
    throw wrongCount(insert, table, targets.length, width);
  const slots = bindSlots(context, table, insert.alias?.name ?? table.name);
  const rules = bindRowRules(context, table, slots);
  const upserts = bindUpserts(context, table, slots, insert.upserts, ctes);
  const returning = insert.returning && bindReturning(context, table, slots, insert.returning, ctes);
  return {
    plan,
    columns: returning?.columns ?? [],
    change: {
      kind: 'insert',
      table,
      slots: slots.columns,
      targets: insert.source === 'default' ? [] : withoutRepeats(table, targets),
      rules,
      ...(insert.orAction && { orAction: insert.orAction }),
      upserts,
      ...(returning && { returning: returning.exprs }),
    },
  };
}

function bindSource(context: BindContext, source: ast.Insert['source'], ctes: CteScope): { plan: Plan; width: number } {
  if (source === 'default') return { plan: { kind: 'values', columns: [], rows: [[]] }, width: 0 };
  const { plan, columns } = bindSelect(context, source, ctes, undefined);
  return { plan, width: columns.length };
}

/** Of two values for one column the first counts; of two for the rowid the last, whatever it is called. */
function withoutRepeats(table: TableSchema, targets: readonly number[]): (number | undefined)[] {
  return targets.map((slot, at) => {
    const isRowid = slot === (table.rowidColumn ?? rowidSlot(table));
    return (isRowid ? targets.lastIndexOf(slot) : targets.indexOf(slot)) === at ? slot : undefined;
  });
}

function insertable(table: TableSchema, { name, span }: ast.Identifier): number {
  const slot = slotNamed(table, name);
  if (slot === undefined)
    throw new SqlError(
      'no-such-column',
      `table ${table.name} has no column named ${name}`,
      span,
      columnHint(table, name),
    );
  if (table.columns[slot]?.generated)
    throw new SqlError('misuse', `cannot INSERT into generated column "${table.columns[slot].name}"`, span);
  return slot;
}

const wrongCount = (insert: ast.Insert, table: TableSchema, columns: number, values: number): SqlError =>
  new SqlError(
    'misuse',
    insert.columns
      ? `${values} values for ${columns} columns`
      : `table ${table.name} has ${columns} columns but ${values} values were supplied`,
    insert.source === 'default' ? insert.span : insert.source.span,
  );
