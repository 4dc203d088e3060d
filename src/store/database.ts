import { SqlError } from '../core/index.js';
import type { KeyRange } from './key-range.js';
import {
  type IndexSchema,
  SCHEMA_NAMES,
  type SchemaName,
  type SchemaObject,
  type TableSchema,
  type ViewSchema,
} from './schema.js';
import { Statistics } from './statistics.js';
import { StoredTable } from './stored-table.js';

/** Everything stored at one moment. Whoever holds one sees it unchanged for ever. */
export interface DatabaseView {
  /** Tables by `schema.name` in lower case. */
  readonly tables: ReadonlyMap<string, StoredTable>;
  /** Tables and views by `schema.name` in lower case, in the order of creation. */
  readonly objects: ReadonlyMap<string, SchemaObject>;
}

/** A moment to go back to. */
export interface Mark {
  readonly view: DatabaseView;
  readonly schemaVersion: number;
}

interface Savepoint {
  /** In lower case; undefined: the transaction itself. */
  readonly name: string | undefined;
  readonly mark: Mark;
}

/** The rows of a table in a view of its database. @throws SqlError where the table has gone since the statement was prepared */
export function tableIn(view: DatabaseView, schema: TableSchema): StoredTable {
  const table = view.tables.get(keyOf(schema.schema, schema.name));
  if (!table) throw new SqlError('no-such-table', `no such table: ${schema.schema}.${schema.name}`);
  return table;
}

const keyOf = (schema: SchemaName, name: string): string => `${schema}.${name.toLowerCase()}`;

/**
 * What a session has stored: tables and views in memory, gone with it. All its state is one {@link DatabaseView} that
 * is never changed once somebody has seen it, so a snapshot, a savepoint and a rollback cost nothing, and schema changes
 * roll back like rows.
 */
export class Database {
  #view: DatabaseView = { tables: new Map(), objects: new Map() };
  /** Tables that nobody else has seen: they may change in place. */
  #own = new Set<StoredTable>();
  #schemaVersion = 0;
  #savepoints: Savepoint[] = [];
  /** Rows that the last INSERT, UPDATE or DELETE changed; see SQL's changes(). */
  changes = 0;
  totalChanges = 0;
  lastInsertRowid: number | bigint = 0;

  /** Differs when any table, view or index is another one: statements prepared for another version must be prepared anew. */
  get schemaVersion(): number {
    return this.#schemaVersion;
  }

  get inTransaction(): boolean {
    return this.#savepoints.length > 0;
  }

  /** All that is stored, as it is now. Later changes do not show in it. */
  view(): DatabaseView {
    if (this.#hidden) return this.#hidden;
    if (this.#own.size > 0) this.#own.clear();
    return this.#view;
  }
  #hidden: DatabaseView | undefined;

  /** From now on views show what there is at this moment, until {@link publish}: a statement is about to change things. */
  hide(): void {
    this.#hidden = this.view();
  }

  /** Views show everything again. */
  publish(): void {
    this.#hidden = undefined;
  }

  /** The table or view of a name; without a schema, temp before main. */
  find(name: string, schema?: SchemaName): SchemaObject | undefined {
    for (const one of schema ? [schema] : SCHEMA_NAMES) {
      const found = this.#view.objects.get(keyOf(one, name));
      if (found) return found;
    }
    return undefined;
  }

  /** Tables and views in the order of creation. */
  objects(): Iterable<SchemaObject> {
    return this.#view.objects.values();
  }

  /** How many rows the table has now. */
  rowCount(table: TableSchema): number {
    return this.#now(table)?.size ?? 0;
  }

  /** About how many rows lie in a stretch of an index now, or of the table's own key. */
  rowsIn(table: TableSchema, index: IndexSchema | undefined, range: KeyRange): number {
    const now = this.#now(table);
    return now ? this.#statistics.rowsIn(now, index, range) : 0;
  }

  /** About how many rows share the values of the key's first `length` terms. */
  rowsPerKey(table: TableSchema, index: IndexSchema | undefined, length: number): number {
    const now = this.#now(table);
    return now ? this.#statistics.rowsPerKey(now, index, length) : 1;
  }

  /** About how many different values the rows have in a slot. */
  distinctValues(table: TableSchema, slot: number): number {
    const now = this.#now(table);
    return now ? this.#statistics.distinctValues(now, slot) : 0;
  }
  readonly #statistics = new Statistics();

  #now(table: TableSchema): StoredTable | undefined {
    return this.#view.tables.get(keyOf(table.schema, table.name));
  }

  /** The table's rows, to be changed. Do not keep it: after a view or a mark was taken it is another one. */
  writable(schema: TableSchema): StoredTable {
    const table = tableIn(this.#view, schema);
    return this.#own.has(table) ? table : this.#put(keyOf(schema.schema, schema.name), table.fork());
  }

  #put(key: string, table: StoredTable): StoredTable {
    this.#view = { ...this.#view, tables: new Map(this.#view.tables).set(key, table) };
    this.#own.add(table);
    return table;
  }

  #remove(key: string): void {
    const tables = new Map(this.#view.tables);
    tables.delete(key);
    this.#view = { ...this.#view, tables };
  }

  // ------------------------------------------------------------------ schema

  /** Adds a table without rows, or a view. Its name must be free. */
  create(object: TableSchema | ViewSchema): void {
    const key = keyOf(object.schema, object.name);
    this.#objects((objects) => objects.set(key, object));
    if (object.kind === 'table') this.#put(key, new StoredTable(object));
  }

  drop(object: TableSchema | ViewSchema): void {
    const key = keyOf(object.schema, object.name);
    this.#objects((objects) => objects.delete(key));
    this.#remove(key);
  }

  /**
   * Puts `next` in the place of a table or view, under another name perhaps.
   * @param table the rows in their new form; absent: the rows stay, and indexes that are new are filled
   */
  alter(object: SchemaObject, next: SchemaObject, table?: StoredTable): void {
    const key = keyOf(object.schema, object.name);
    const nextKey = keyOf(next.schema, next.name);
    const rows = this.#view.tables.get(key);
    this.#objects((objects) => {
      const entries = [...objects].map(([one, value]): [string, SchemaObject] =>
        one === key ? [nextKey, next] : [one, value],
      );
      objects.clear();
      for (const [one, value] of entries) objects.set(one, value);
    });
    if (next.kind !== 'table') return;
    if (key !== nextKey) this.#remove(key);
    this.#put(nextKey, table ?? new StoredTable(next, rows));
  }

  #objects(change: (objects: Map<string, SchemaObject>) => void): void {
    const objects = new Map(this.#view.objects);
    change(objects);
    this.#view = { ...this.#view, objects };
    // Never a version that was there before: a rolled-back change must not look like the one that follows it.
    this.#schemaVersion = ++this.#versions;
  }
  #versions = 0;

  // ------------------------------------------------------------ transactions

  /** A moment that {@link restore} goes back to: for a statement that fails halfway. */
  mark(): Mark {
    return { view: this.view(), schemaVersion: this.#schemaVersion };
  }

  restore({ view, schemaVersion }: Mark): void {
    this.#own.clear();
    this.#view = view;
    this.#schemaVersion = schemaVersion;
  }

  /** @throws SqlError within a transaction */
  begin(): void {
    if (this.inTransaction) throw new SqlError('misuse', 'cannot start a transaction within a transaction');
    this.#savepoints.push({ name: undefined, mark: this.mark() });
  }

  /** @throws SqlError outside a transaction */
  commit(): void {
    if (!this.inTransaction) throw new SqlError('misuse', 'cannot commit - no transaction is active');
    this.#savepoints = [];
  }

  /** @throws SqlError outside a transaction */
  rollback(): void {
    const [first] = this.#savepoints;
    if (!first) throw new SqlError('misuse', 'cannot rollback - no transaction is active');
    this.restore(first.mark);
    this.#savepoints = [];
  }

  /** Starts a transaction where there is none. */
  savepoint(name: string): void {
    this.#savepoints.push({ name: name.toLowerCase(), mark: this.mark() });
  }

  /** @throws SqlError where there is no such savepoint */
  release(name: string): void {
    this.#savepoints.length = this.#savepointAt(name);
  }

  /** The savepoint stays. @throws SqlError where there is none of the name */
  rollbackTo(name: string): void {
    const at = this.#savepointAt(name);
    const savepoint = this.#savepoints[at] as Savepoint; // it was just found
    this.restore(savepoint.mark);
    this.#savepoints.length = at + 1;
  }

  #savepointAt(name: string): number {
    const at = this.#savepoints.findLastIndex((one) => one.name === name.toLowerCase());
    if (at < 0) throw new SqlError('misuse', `no such savepoint: ${name}`);
    return at;
  }
}
