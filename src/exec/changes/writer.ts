import type { Row } from '../../core/index.js';
import type { Database, StoredTable, TableSchema } from '../../store/index.js';

/** The table that one statement changes, and how far it has come. */
export class Writer {
  /** Rows changed so far, as `changes()` counts them. */
  changes = 0;
  table: StoredTable;
  /** AUTOINCREMENT: the largest rowid given so far. Kept with the table when the statement has come to its end. */
  sequence: number | bigint;

  constructor(
    readonly database: Database,
    readonly schema: TableSchema,
  ) {
    this.table = database.writable(schema);
    this.sequence = this.table.largestRowid;
  }

  /** The statement has come to its end. */
  finish(): void {
    this.table.largestRowid = this.sequence;
  }

  /** After others had a turn: what they saw must not change under them. */
  refresh(): void {
    this.table = this.database.writable(this.schema);
  }
}

/** Changes what one row of the source says; the row as it is now, where there is one to return. */
export type Apply = (source: Row, writer: Writer) => Row | undefined;
