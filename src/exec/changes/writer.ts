import type { Row } from '../../core/index.js';
import type { Database, StoredTable, TableSchema } from '../../store/index.js';

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

  /** The statement has come to its end. */
  finish(): void {
    if (this.#table) this.#table.largestRowid = this.sequence;
  }
}

/** Changes what one row of the source says; the row as it is now, where there is one to return. */
export type Apply = (source: Row, writer: Writer) => Row | undefined;
