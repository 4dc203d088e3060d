import { INT64_MAX, integer, type Row, SqlError, type Value } from '../../core/index.js';
import type { InsertChange } from '../../sql/planner/index.js';
import { rowidSlot, type StoredTable, slotCount, type TableSchema } from '../../store/index.js';
import type { Evaluate, ExprScope } from '../expressions/index.js';
import { completionOf } from './completion.js';
import { type Convert, conversionOf, toRowid } from './stored-values.js';
import { keyCheck, readerOf, type UniqueKey, uniqueKeys } from './unique-keys.js';
import { type UpdateExisting, upsertOf } from './upsert.js';
import type { Applier, Writer } from './writer.js';

/** Keys in conflict always end the statement: whether there are any can be found out at its end. */
export const canTrust = ({ table, orAction, upserts }: InsertChange): boolean =>
  upserts.length === 0 && uniqueKeys(table, orAction).every(({ action }) => action === 'abort');

/**
 * INSERT of one row after the other.
 * @param isTrusting keys of indexes are not looked at
 */
export function insertion(change: InsertChange, scope: ExprScope, isTrusting: boolean): Applier {
  const { table, orAction, upserts } = change;
  const make = rowMaker(change, scope);
  const rowids = table.primaryKey ? undefined : new Rowids(table);
  const { complete, compute, late } = completionOf(change, orAction, scope);
  const keys = uniqueKeys(table, orAction, upserts).filter((key) => !isTrusting || key.index === undefined);
  const check = keyCheck(keys, late);
  const updates = updatesOf(change, keys, scope);
  return {
    // An upsert's update may look into any of them.
    reads: upserts.length > 0 ? (index) => index.unique : readerOf(table, keys),
    apply(source, writer) {
      const row = make(source);
      const isNew = rowids?.fill(row, writer) ?? false;
      if (!complete(row)) return undefined;
      compute(row);
      const verdict = check(row, undefined, writer, isNew);
      if (verdict === 'ignored') return undefined;
      if (verdict !== 'free') return updates.get(verdict.key)?.(verdict.holder, row, writer);
      writer.table.insert(row);
      writer.changes++;
      if (rowids) writer.database.lastInsertRowid = row[rowidSlot(table)] as number | bigint; // the table has rowids
      return row;
    },
  };
}

/** DO UPDATE, by the key in conflict. */
function updatesOf(
  change: InsertChange,
  keys: readonly UniqueKey[],
  scope: ExprScope,
): ReadonlyMap<UniqueKey, UpdateExisting> {
  const updates = new Map<UniqueKey, UpdateExisting>();
  for (const key of keys) {
    const action = key.upsert?.action;
    if (action && action !== 'nothing') updates.set(key, upsertOf(change, action, scope));
  }
  return updates;
}

// --------------------------------------------------------------------- values

/** A row of the table from a row of the source: values converted, defaults filled in, the rest null. */
function rowMaker({ table, targets, rules }: InsertChange, scope: ExprScope): (source: Row) => Row {
  const template: Row = new Array<Value>(slotCount(table)).fill(null);
  const computed: { slot: number; value: Evaluate; convert: Convert | undefined }[] = [];
  table.columns.forEach((column, slot) => {
    const expr = rules.defaults[slot];
    if (!expr || targets.includes(slot) || slot === table.rowidColumn) return;
    const convert = conversionOf(table, column);
    if (expr.kind === 'literal') template[slot] = convert ? convert(expr.value) : expr.value;
    else computed.push({ slot, value: scope.value(expr), convert });
  });
  const copies = targets.flatMap((slot, from) =>
    slot === undefined ? [] : [{ slot, from, convert: into(table, slot) }],
  );
  return (source) => {
    const row = template.slice();
    for (let i = 0; i < copies.length; i++) {
      const { slot, from, convert } = copies[i] as (typeof copies)[number]; // within bounds
      const value = source[from] as Value; // the source is as wide as the targets
      row[slot] = convert ? convert(value) : value;
    }
    for (const { slot, value, convert } of computed) row[slot] = convert ? convert(value([])) : value([]);
    return row;
  };
}

/** Rowids are converted where they are looked at. */
function into(table: TableSchema, slot: number): Convert | undefined {
  const column = table.columns[slot];
  return column && slot !== table.rowidColumn ? conversionOf(table, column) : undefined;
}

// --------------------------------------------------------------------- rowids

/** Gives rows their rowids. */
class Rowids {
  readonly #slot: number;
  readonly #from: number;

  constructor(private readonly schema: TableSchema) {
    this.#slot = rowidSlot(schema);
    this.#from = schema.rowidColumn ?? this.#slot;
  }

  /** True: the rowid is one that no row has. @throws SqlError `datatype mismatch`, or where there is none left */
  fill(row: Row, writer: Writer): boolean {
    const given = row[this.#from] as Value; // rows are as wide as their table
    const rowid = given === null ? this.#next(writer) : toRowid(given);
    row[this.#slot] = rowid;
    row[this.#from] = rowid;
    // A row that is ignored uses its number up all the same.
    if (this.schema.autoincrement && rowid > writer.sequence) writer.sequence = rowid;
    return given === null;
  }

  #next({ table, sequence }: Writer): number | bigint {
    const last = table.rows.last()?.[this.#slot] as number | bigint | undefined; // the table has rowids
    if (this.schema.autoincrement) {
      const largest = last !== undefined && last > sequence ? last : sequence;
      if (largest === INT64_MAX) throw full();
      return following(largest);
    }
    if (last === undefined) return 1;
    return last === INT64_MAX ? this.#random(table) : following(last);
  }

  /** After the largest number there is: any that is free. */
  #random(table: StoredTable): number | bigint {
    for (let attempt = 0; attempt < 100; attempt++) {
      const rowid = 1 + Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
      if (!table.byRowid(rowid)) return rowid;
    }
    throw full();
  }
}

const full = (): SqlError => new SqlError('limit', 'database or disk is full');

const following = (rowid: number | bigint): number | bigint =>
  typeof rowid === 'number' && rowid < Number.MAX_SAFE_INTEGER ? rowid + 1 : integer(BigInt(rowid) + 1n);
