import type { Row } from '../core/index.js';
import { BTree } from './btree.js';
import { compareBy } from './order.js';
import { type IndexSchema, keyTerms, rowidSlot, type TableSchema } from './schema.js';
import { indexOrder, StoredIndex } from './stored-index.js';

/**
 * The rows of one table and of its indexes. It does not check or convert anything: rows come with all their slots
 * filled, and share no unique key with another. A row that was handed in belongs to the table: nobody changes it any more.
 */
export class StoredTable {
  readonly rows: BTree;
  readonly indexes: readonly StoredIndex[];
  /** AUTOINCREMENT: the largest rowid that an INSERT gave or was given, as `sqlite_sequence` has it. */
  largestRowid: number | bigint;

  constructor(
    readonly schema: TableSchema,
    from?: StoredTable,
  ) {
    this.rows = from?.rows.fork() ?? new BTree(compareBy(keyTerms(schema)));
    this.indexes = schema.indexes.map((index) => {
      const known = from?.indexes.find((one) => one.schema === index);
      const order = indexOrder(schema, index);
      return new StoredIndex(index, known?.tree.fork() ?? new BTree(order), order);
    });
    this.largestRowid = from?.largestRowid ?? 0;
    if (from)
      for (const index of this.indexes)
        if (!from.indexes.some((one) => one.schema === index.schema)) index.rebuild(this.rows);
  }

  get size(): number {
    return this.rows.size;
  }

  /** A table that can change without this one changing. */
  fork(): StoredTable {
    return new StoredTable(this.schema, this);
  }

  /** The row with this rowid. */
  byRowid(rowid: number | bigint): Row | undefined {
    const key: Row = [];
    key[rowidSlot(this.schema)] = rowid;
    return this.rows.get(key);
  }

  insert(row: Row): void {
    this.rows.insert(row);
    for (const index of this.indexes) index.insert(row);
  }

  delete(row: Row): void {
    this.rows.delete(row);
    for (const index of this.indexes) index.delete(row);
  }

  /** Puts `next` in the place of `row`. */
  update(row: Row, next: Row): void {
    if (this.rows.isSame(row, next)) this.rows.replace(next);
    else {
      this.rows.delete(row);
      this.rows.insert(next);
    }
    for (const index of this.indexes) index.update(row, next);
  }

  /** Indexes that pass are brought up to date by {@link settle} alone: much quicker for many rows. Nobody reads them before. */
  defer(isDeferred: (index: IndexSchema) => boolean): void {
    for (const index of this.indexes) if (isDeferred(index.schema)) index.defer();
  }

  /** False: two rows share a key of a unique index that was deferred. */
  settle(): boolean {
    return this.indexes.every((index) => index.settle(this.rows));
  }

  /** Takes every row out. */
  clear(): void {
    this.rows.clear();
    for (const index of this.indexes) index.clear();
  }
}
