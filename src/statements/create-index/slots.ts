import type { Row } from '../../core/index.js';
import { rowEvaluator } from '../../exec/index.js';
import { bindTableExprs } from '../../sql/planner/index.js';
import { rowidSlot, StoredTable, type TableSchema, tableIn } from '../../store/index.js';
import type { RunOptions } from '../prepared.js';
import { runContext, type Session } from '../session.js';

/** The rows of `from` as `next` keeps them: with the slots that its indexes have gained. */
export function withSlots(session: Session, from: TableSchema, next: TableSchema, options: RunOptions): StoredTable {
  const rows = tableIn(session.database.view(), from);
  const gained = next.computed.slice(from.computed.length);
  if (gained.length === 0) return new StoredTable(next, rows);
  const { columns, exprs } = bindTableExprs(session.catalog, from, gained, '');
  const evaluate = rowEvaluator(columns, exprs, runContext(session, options));
  return rebuilt(rows, next, (row) => [...row, ...evaluate(row)]);
}

/** The table without an index, and without the slots that only that one needed. */
export function withoutIndex(
  session: Session,
  table: TableSchema,
  name: string,
): { next: TableSchema; rows: StoredTable } {
  const first = rowidSlot(table) + 1;
  const kept = table.indexes.filter((index) => index.name !== name);
  const used = new Set(kept.flatMap((index) => [...index.terms.map((term) => term.slot), index.where?.slot ?? -1]));
  const slots = table.computed.flatMap((_, at) => (used.has(first + at) ? [first + at] : []));
  const rows = tableIn(session.database.view(), table);
  if (slots.length === table.computed.length) {
    const next = { ...table, indexes: kept };
    return { next, rows: new StoredTable(next, rows) };
  }
  const moved = (slot: number): number => (slot < first ? slot : first + slots.indexOf(slot));
  const indexes = kept.map((index) => ({
    ...index,
    terms: index.terms.map((term) => ({ ...term, slot: moved(term.slot) })),
    ...(index.where && { where: { ...index.where, slot: moved(index.where.slot) } }),
  }));
  const computed = table.computed.filter((_, at) => slots.includes(first + at));
  const next = { ...table, indexes, computed };
  const cut = (row: Row): Row => [...row.slice(0, first), ...slots.map((slot) => row[slot] ?? null)];
  return { next, rows: rebuilt(rows, next, cut) };
}

/** Rows in another form. */
export function rebuilt(rows: StoredTable, next: TableSchema, change: (row: Row) => Row): StoredTable {
  const result = new StoredTable(next);
  for (const batch of rows.rows.batches(undefined, undefined, false))
    for (const row of batch) result.insert(change(row));
  result.largestRowid = rows.largestRowid;
  return result;
}
