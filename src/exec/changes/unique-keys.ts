import type { Row } from '../../core/index.js';
import type { BoundUpsert, ConflictAction } from '../../sql/planner/index.js';
import { type IndexSchema, keyTerms, rowidSlot, type StoredTable, type TableSchema } from '../../store/index.js';
import { ConstraintFailure } from './failure.js';
import type { Writer } from './writer.js';

/** A unique key, and what happens to a row that shares it with another. */
export interface UniqueKey {
  /** Position among the table's indexes; undefined: the table's own key. */
  readonly index: number | undefined;
  /** The slots it is made of; computed ones for expressions and conditions. */
  readonly slots: readonly number[];
  readonly action: ConflictAction;
  /** The ON CONFLICT clause that takes it instead. */
  readonly upsert?: BoundUpsert;
  readonly message: string;
}

/** See {@link Applier.reads}. */
export function readerOf(table: TableSchema, keys: readonly UniqueKey[]): (index: IndexSchema) => boolean {
  const read = new Set(keys.map(({ index }) => (index === undefined ? undefined : table.indexes[index])));
  return (index) => read.has(index);
}

/** A row that holds a key which another one wants, and the clause that says what then happens. */
export interface Held {
  readonly key: UniqueKey;
  readonly holder: Row;
}

/**
 * Whether a row may go in beside all others: `ignored` says that it is to be left out. Rows that REPLACE takes away for
 * it are gone when it is `free`, not before.
 * @param except the row that it takes the place of
 * @param isNew its rowid is known to be free
 * @throws ConstraintFailure
 */
export type CheckKeys = (
  row: Row,
  except: Row | undefined,
  writer: Writer,
  isNew: boolean,
) => 'free' | 'ignored' | Held;

/** @param late what is to be looked at after the rowid and before all indexes */
export function keyCheck(keys: readonly UniqueKey[], late: ((row: Row) => unknown) | undefined): CheckKeys {
  const own = keys.findIndex((key) => key.index !== undefined);
  const lateAt = own < 0 ? keys.length : own;
  return (row, except, writer, isNew) => {
    const { table } = writer;
    let doomed: Row[] | undefined;
    for (let at = 0; at < keys.length; at++) {
      if (at === lateAt) late?.(row);
      const key = keys[at] as UniqueKey; // within bounds
      if (isNew && key.index === undefined) continue;
      const holder = holderOf(key, table, row);
      if (!holder || holder === except || doomed?.includes(holder)) continue;
      if (key.upsert) return key.upsert.action === 'nothing' ? 'ignored' : { key, holder };
      if (key.action === 'ignore') return 'ignored';
      if (key.action !== 'replace') throw new ConstraintFailure(key.message, key.action);
      doomed ??= [];
      doomed.push(holder);
    }
    if (lateAt === keys.length) late?.(row);
    if (doomed) for (const other of doomed) table.delete(other);
    return 'free';
  };
}

function holderOf(key: UniqueKey, table: StoredTable, row: Row): Row | undefined {
  return key.index === undefined ? table.rows.get(row) : table.indexes[key.index]?.holder(row);
}

/**
 * The unique keys of a table in the order in which SQLite looks at them, which decides what is told of a row that
 * breaks two of them: keys of ON CONFLICT clauses, the rowid, then indexes from the latest to the first, those with
 * REPLACE last (sqlite3GenerateConstraintChecks).
 */
export function uniqueKeys(
  table: TableSchema,
  orAction: ConflictAction | undefined,
  upserts: readonly BoundUpsert[] = [],
): UniqueKey[] {
  const own = ownKey(table, orAction);
  const indexes = inSqliteOrder(table, own);
  const replaceLast = upserts.length === 0 && orAction === undefined && own.action === 'replace';
  const all = table.primaryKey ? indexes : replaceLast ? [...indexes, own] : [own, ...indexes];
  return byUpserts(all, table, upserts).map((key) => withUpsert(key, table, upserts));

  function inSqliteOrder(schema: TableSchema, primary: UniqueKey): UniqueKey[] {
    const unique = schema.indexes.flatMap((index, at) => (index.unique ? [indexKey(schema, index, at, orAction)] : []));
    if (schema.primaryKey) unique.splice(primaryPosition(schema), 0, primary);
    const latestFirst = unique.reverse();
    return [
      ...latestFirst.filter((key) => declared(schema, key) !== 'replace'),
      ...latestFirst.filter((key) => declared(schema, key) === 'replace'),
    ];
  }
}

const declared = (table: TableSchema, { index }: UniqueKey): ConflictAction | undefined =>
  index === undefined ? table.keyConflict : table.indexes[index]?.conflict;

/** Where the key of a table WITHOUT ROWID stands among its unique indexes: the number that their names leave out. */
function primaryPosition(table: TableSchema): number {
  const unique = table.indexes.filter((index) => index.unique);
  const numbers = unique.map((index) => Number(/^sqlite_autoindex_.*_(\d+)$/i.exec(index.name)?.[1] ?? Number.NaN));
  const gap = numbers.findIndex((number, at) => number !== at + 1);
  return gap < 0 ? unique.length : gap;
}

function ownKey(table: TableSchema, orAction: ConflictAction | undefined): UniqueKey {
  const terms = keyTerms(table);
  const names = terms.map(({ slot }) => nameOf(table, slot === rowidSlot(table) ? (table.rowidColumn ?? slot) : slot));
  return {
    index: undefined,
    slots: terms.map(({ slot }) => slot),
    action: orAction ?? table.keyConflict ?? 'abort',
    message: `UNIQUE constraint failed: ${names.join(', ')}`,
  };
}

function indexKey(table: TableSchema, index: IndexSchema, at: number, orAction: ConflictAction | undefined): UniqueKey {
  const isNamed = index.terms.every(({ slot }) => slot < table.columns.length);
  const what = isNamed ? index.terms.map(({ slot }) => nameOf(table, slot)).join(', ') : `index '${index.name}'`;
  const slots = index.terms.map(({ slot }) => slot);
  return {
    index: at,
    slots: index.where ? [...slots, index.where.slot] : slots,
    action: orAction ?? index.conflict ?? 'abort',
    message: `UNIQUE constraint failed: ${what}`,
  };
}

const nameOf = (table: TableSchema, slot: number): string => `${table.name}.${table.columns[slot]?.name ?? 'rowid'}`;

/** Keys that clauses name come in the order of these; the rowid follows the last of them unless it is one. */
function byUpserts(keys: readonly UniqueKey[], table: TableSchema, upserts: readonly BoundUpsert[]): UniqueKey[] {
  const named = upserts.flatMap(({ target }) => keys.find((key) => isTarget(key, table, target)) ?? []);
  const own = table.primaryKey ? [] : keys.filter((key) => key.index === undefined);
  return [...new Set([...named, ...(named.length > 0 ? own : []), ...keys])];
}

const isTarget = (key: UniqueKey, table: TableSchema, target: BoundUpsert['target']): boolean =>
  target === 'key' ? key.index === undefined : key.index !== undefined && table.indexes[key.index] === target;

function withUpsert(key: UniqueKey, table: TableSchema, upserts: readonly BoundUpsert[]): UniqueKey {
  const upsert = upserts.find(({ target }) => target === 'any' || isTarget(key, table, target));
  return upsert ? { ...key, upsert } : key;
}
