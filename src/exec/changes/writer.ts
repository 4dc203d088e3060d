import type { Row } from '../../core/index.js';
import type { Database, IndexSchema, StoredTable, TableSchema } from '../../store/index.js';

/** The table that one statement changes, and how far it has come. */
export class Writer {
  /** Rows changed so far, as `changes()` counts them. */
  changes = 0;
  /** AUTOINCREMENT: the largest rowid given so far. Kept with the table when the statement has come to its end. */
  sequence: number | bigint = 0;
  #table: StoredTable | undefined;

  constructor(
    readonly database: Database,
    readonly schema: TableSchema,
  ) {}

  /** Once {@link open}. */
  get table(): StoredTable {
    return this.#table as StoredTable; // see above
  }

  /** From here on the table is changed. */
  open(): void {
    this.#table = this.database.writable(this.schema);
    this.sequence = this.#table.largestRowid;
  }

  /** The statement failed, and what it did so far stays. */
  leave(): void {
    this.#table?.settle();
  }

  /** The statement has come to its end. @returns false where it cannot stay so: two rows share a key */
  finish(): boolean {
    const table = this.#table;
    if (!table) return true;
    table.largestRowid = this.sequence;
    return table.settle();
  }
}

/** Changes what one row of the source says; the row as it is now, where there is one to return. */
export type Apply = (source: Row, writer: Writer) => Row | undefined;

export interface Applier {
  readonly apply: Apply;
  /** Whether it looks into an index of the table: such a one must be up to date at any time. */
  reads(index: IndexSchema): boolean;
}
