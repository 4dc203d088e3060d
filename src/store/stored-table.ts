import { type Collation, collationOf, compareValues, isTrue, type Row, type Value } from '../core/index.js';
import { BTree, type CompareRows, type Probe } from './btree.js';
import { type IndexSchema, type IndexTerm, keyTerms, rowidSlot, type TableSchema } from './schema.js';

/** A unique key that a new row shares with one that is there. */
export interface Conflict {
  /** Absent: the rowid, or the key of a table WITHOUT ROWID. */
  readonly index?: IndexSchema;
  readonly existing: Row;
}

/** The rows of an index in its order. Entries are the very rows of the table. */
export class StoredIndex {
  constructor(
    readonly schema: IndexSchema,
    readonly tree: BTree,
  ) {}

  holds(row: Row): boolean {
    const { where } = this.schema;
    return !where || isTrue(row[where.slot] as Value) === true; // rows are as wide as their table
  }

  /** Puts `next` in the place of `row`. */
  update(row: Row, next: Row): void {
    const held = this.holds(row);
    const holds = this.holds(next);
    if (held && holds && this.tree.isSame(row, next)) this.tree.replace(next);
    else {
      if (held) this.tree.delete(row);
      if (holds) this.tree.insert(next);
    }
  }
}

/**
 * The rows of one table and of its indexes. It does not check or convert anything: rows come with all their slots
 * filled, and without {@link conflicts}. A row that was handed in belongs to the table: nobody changes it any more.
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
      return new StoredIndex(index, known?.tree.fork() ?? new BTree(indexOrder(schema, index)));
    });
    this.largestRowid = from?.largestRowid ?? 0;
    if (from)
      for (const index of this.indexes) if (!from.indexes.some((one) => one.schema === index.schema)) this.#fill(index);
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

  /**
   * Unique keys that the row shares with rows other than `except`, the table's own key first. A key with a null in it
   * is like no other.
   */
  *conflicts(row: Row, except?: Row): Generator<Conflict> {
    const same = this.rows.get(row);
    if (same && same !== except) yield { existing: same };
    for (const index of this.indexes) {
      const existing = this.conflict(index, row, except);
      if (existing) yield { index: index.schema, existing };
    }
  }

  /** The row other than `except` that holds the row's key in a unique index. */
  conflict(index: StoredIndex, row: Row, except?: Row): Row | undefined {
    const { unique, terms } = index.schema;
    if (!unique || !index.holds(row) || terms.some((term) => row[term.slot] === null)) return undefined;
    const existing = index.tree.find(probeOf(terms, row));
    return existing === except ? undefined : existing;
  }

  insert(row: Row): void {
    this.rows.insert(row);
    for (const index of this.indexes) if (index.holds(row)) index.tree.insert(row);
  }

  delete(row: Row): void {
    this.rows.delete(row);
    for (const index of this.indexes) if (index.holds(row)) index.tree.delete(row);
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

  /** Takes every row out. */
  clear(): void {
    this.rows.clear();
    for (const index of this.indexes) index.tree.clear();
  }

  #fill(index: StoredIndex): void {
    const entries: Row[] = [];
    for (const batch of this.rows.batches(undefined, undefined, false))
      for (const row of batch) if (index.holds(row)) entries.push(row);
    index.tree.fill(entries);
  }
}

/** Rows whose key has the same values as this one's are part of it. */
function probeOf(terms: readonly IndexTerm[], key: Row): Probe {
  const compare = compareBy(terms);
  return (row) => compare(row, key);
}

/** An index is ordered by its terms, then by the key of its table, so that no two rows are equal. */
function indexOrder(table: TableSchema, index: IndexSchema): CompareRows {
  return compareBy([...index.terms, ...keyTerms(table)]);
}

/** The order of rows by terms; nulls come first, last where descending. */
export function compareBy(terms: readonly IndexTerm[]): CompareRows {
  const [only, second] = terms;
  if (only && !second) return compareTerm(only);
  const compares = terms.map(compareTerm);
  return (a, b) => {
    for (const compare of compares) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function compareTerm({ slot, collation, descending }: IndexTerm): CompareRows {
  const rules: Collation = collationOf(collation);
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const left = a[slot] as Value; // rows are as wide as their table
    const right = b[slot] as Value;
    if (typeof left === 'number' && typeof right === 'number') return left < right ? -sign : left > right ? sign : 0;
    return sign * compareValues(left, right, rules);
  };
}
