import { isTrue, type Row, type Value } from '../core/index.js';
import type { BTree, CompareRows } from './btree.js';
import { compareBy } from './order.js';
import { type IndexSchema, keyTerms, type TableSchema } from './schema.js';
import { sortRows } from './sort-rows.js';

/** Where more than this part of an index changes, it is made anew. */
const REBUILT_SHARE = 1 / 8;

/** An index is ordered by its terms, then by the key of its table, so that no two rows are equal. */
export function indexOrder(table: TableSchema, index: IndexSchema): CompareRows {
  return compareBy([...index.terms, ...keyTerms(table)]);
}

/** The rows of an index in its order. Entries are the very rows of the table. */
export class StoredIndex {
  readonly #compareKeys: CompareRows;
  /** Rows that came and went since {@link defer}, the latest last. */
  #deferred: { readonly row: Row; readonly isNew: boolean }[] | undefined;

  constructor(
    readonly schema: IndexSchema,
    readonly tree: BTree,
    private readonly order: CompareRows,
  ) {
    this.#compareKeys = compareBy(schema.terms);
  }

  holds(row: Row): boolean {
    const { where } = this.schema;
    return !where || isTrue(row[where.slot] as Value) === true; // rows are as wide as their table
  }

  /** The row that holds this row's key where no other may. */
  holder(row: Row): Row | undefined {
    if (!this.#isKey(row)) return undefined;
    return this.tree.find((other) => this.#compareKeys(other, row));
  }

  /** A key with a null in it is like no other. */
  #isKey(row: Row): boolean {
    const { unique, terms } = this.schema;
    if (!unique || !this.holds(row)) return false;
    for (const { slot } of terms) if (row[slot] === null) return false;
    return true;
  }

  insert(row: Row): void {
    if (!this.holds(row)) return;
    if (this.#deferred) this.#deferred.push({ row, isNew: true });
    else this.tree.insert(row);
  }

  delete(row: Row): void {
    if (!this.holds(row)) return;
    if (this.#deferred) this.#deferred.push({ row, isNew: false });
    else this.tree.delete(row);
  }

  /** Puts `next` in the place of `row`. */
  update(row: Row, next: Row): void {
    if (!this.#deferred && this.holds(row) && this.holds(next) && this.tree.isSame(row, next)) this.tree.replace(next);
    else {
      this.delete(row);
      this.insert(next);
    }
  }

  clear(): void {
    this.tree.clear();
    if (this.#deferred) this.#deferred = [];
  }

  defer(): void {
    this.#deferred = [];
  }

  /** Catches up with what came since {@link defer}. @returns false where two rows share a key that must be unique */
  settle(rows: BTree): boolean {
    const changes = this.#deferred;
    this.#deferred = undefined;
    if (!changes || changes.length === 0) return true;
    if (changes.length > rows.size * REBUILT_SHARE) return this.rebuild(rows);
    for (const { row, isNew } of changes) {
      if (!isNew) this.tree.delete(row);
      else if (this.holder(row)) return false;
      else this.tree.insert(row);
    }
    return true;
  }

  /** Makes it anew of all rows of the table. @returns false where two of them share a key that must be unique */
  rebuild(rows: BTree): boolean {
    const entries: Row[] = [];
    for (const batch of rows.batches(undefined, undefined, false))
      for (const row of batch) if (this.holds(row)) entries.push(row);
    const sorted = sortRows(entries, this.schema.terms[0], this.order);
    this.tree.fill(sorted);
    return !this.schema.unique || sorted.every((row, at) => at === 0 || !this.#areSame(sorted[at - 1] as Row, row));
  }

  #areSame(a: Row, b: Row): boolean {
    return this.#compareKeys(a, b) === 0 && this.#isKey(a);
  }
}
