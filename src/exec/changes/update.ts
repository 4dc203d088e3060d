import type { Row, Value } from '../../core/index.js';
import type { Change, ConflictAction, RowRules, UpdateChange } from '../../sql/planner/index.js';
import { keyTerms, rowidSlot, type TableSchema } from '../../store/index.js';
import type { Evaluate, ExprScope } from '../expressions/index.js';
import { completionOf } from './completion.js';
import { conversionOf, toRowid } from './stored-values.js';
import { keyCheck, readerOf, type UniqueKey, uniqueKeys } from './unique-keys.js';
import type { Applier, Writer } from './writer.js';

/** UPDATE of one row after the other: a row that a REPLACE took away meanwhile is passed by. */
export function updating(change: UpdateChange, scope: ExprScope): Applier {
  const find = rowFinder(change.table);
  const changeRow = rowChanger(change, change.targets, change.orAction, scope);
  const values = change.values?.map((expr) => scope.value(expr));
  const width = keyTerms(change.table).length;
  const keys = changeableKeys(change.table, change.targets, change.orAction);
  return {
    reads: readerOf(change.table, keys),
    apply(source, writer) {
      const row = find(source, writer);
      if (!row) return undefined;
      if (!values) return changeRow(row, source, width, writer);
      const next: Row = new Array<Value>(values.length);
      for (let i = 0; i < values.length; i++) next[i] = (values[i] as Evaluate)(row); // within bounds
      return changeRow(row, next, 0, writer);
    },
  };
}

/** The row of the table whose key the source's row starts with. */
export function rowFinder(table: TableSchema): (source: Row, writer: Writer) => Row | undefined {
  const slots = keyTerms(table).map(({ slot }) => slot);
  const key: Row = new Array<Value>(rowidSlot(table) + 1).fill(null);
  return (source, writer) => {
    for (let i = 0; i < slots.length; i++) key[slots[i] as number] = source[i] as Value; // the key comes first
    return writer.table.rows.get(key);
  };
}

/** Puts a row with other values in `targets` in the place of one; they stand in `values` from `first` on. */
export type ChangeRow = (row: Row, values: Row, first: number, writer: Writer) => Row | undefined;

export function rowChanger(
  change: Change & { readonly rules: RowRules },
  targets: readonly number[],
  orAction: ConflictAction | undefined,
  scope: ExprScope,
): ChangeRow {
  const { table } = change;
  const assign = assigner(table, targets);
  const { complete, compute, late } = completionOf(change, orAction, scope, targets);
  const check = keyCheck(changeableKeys(table, targets, orAction), late);
  return (row, values, first, writer) => {
    const next = row.slice();
    assign(next, values, first);
    if (!complete(next)) return undefined;
    compute(next);
    if (check(next, row, writer, false) !== 'free') return undefined;
    writer.table.update(row, next);
    writer.changes++;
    return next;
  };
}

const changeableKeys = (
  table: TableSchema,
  targets: readonly number[],
  orAction: ConflictAction | undefined,
): UniqueKey[] => uniqueKeys(table, orAction).filter((key) => mayChange(key, table, targets));

function assigner(table: TableSchema, targets: readonly number[]): (row: Row, values: Row, first: number) => void {
  const rowid = rowidSlot(table);
  const steps = targets.map((slot) => {
    const column = table.columns[slot];
    return {
      slot,
      isRowid: slot === rowid || slot === table.rowidColumn,
      convert: column && conversionOf(table, column),
    };
  });
  return (row, values, first) => {
    for (let i = 0; i < steps.length; i++) {
      const { slot, isRowid, convert } = steps[i] as (typeof steps)[number]; // within bounds
      const value = values[first + i] as Value; // as many as targets
      if (isRowid) {
        row[rowid] = toRowid(value);
        row[slot] = row[rowid];
      } else row[slot] = convert ? convert(value) : value;
    }
  };
}

/** Whether a key can be another one when these slots are assigned. */
function mayChange({ slots }: UniqueKey, table: TableSchema, targets: readonly number[]): boolean {
  const rowid = rowidSlot(table);
  return slots.some(
    (slot) =>
      targets.includes(slot) ||
      slot > rowid ||
      table.columns[slot]?.generated !== undefined ||
      ((slot === rowid || slot === table.rowidColumn) &&
        targets.some((target) => target === rowid || target === table.rowidColumn)),
  );
}
