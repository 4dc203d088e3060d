import type { Affinity, CollationName, StorageClass } from '../core/index.js';
import type { ConflictAction, Expr, Select } from '../sql/parser/index.js';

/**
 * What CREATE statements made, as plain readonly data: an ALTER makes new objects. Expressions stay as written (AST):
 * the planner binds them for each statement that needs them.
 */

/** The two databases of a session, both in memory. Names without a schema are looked for in `temp` first. */
export type SchemaName = 'main' | 'temp';
export const SCHEMA_NAMES: readonly SchemaName[] = ['temp', 'main'];

export type SchemaObject = TableSchema | ViewSchema;

/**
 * A stored table. Its rows are arrays of *slots*: one per column in order (generated ones too, stored or virtual), then
 * the rowid (null WITHOUT ROWID), then the computed values that indexes need.
 */
export interface TableSchema {
  readonly kind: 'table';
  readonly schema: SchemaName;
  readonly name: string;
  readonly columns: readonly StoredColumn[];
  /** The column that is the rowid: INTEGER PRIMARY KEY. Its slot and the rowid's always hold the same value. */
  readonly rowidColumn?: number;
  readonly autoincrement: boolean;
  /** WITHOUT ROWID: the columns that rows are kept and told apart by. Absent: the rowid. */
  readonly primaryKey?: readonly IndexTerm[];
  /** The name that SQLite gives the index of that key; only shown. */
  readonly primaryKeyName?: string;
  readonly strict: boolean;
  readonly checks: readonly CheckConstraint[];
  /** What happens by default when the rowid or the WITHOUT ROWID key is taken. */
  readonly keyConflict?: ConflictAction;
  /** In the order of creation. */
  readonly indexes: readonly IndexSchema[];
  /** Values kept beside the columns, for indexes on expressions and partial indexes: slot `columns.length + 1 + i`. */
  readonly computed: readonly Expr[];
  /** Foreign keys as written: parsed, not enforced. */
  readonly foreignKeys: readonly ForeignKey[];
  /** As `sqlite_schema` shows it. */
  readonly sql: string;
  /** Grows with each object created: the order of `sqlite_schema`. */
  readonly created?: number;
}

export interface StoredColumn {
  readonly name: string;
  /** As declared: `VARCHAR(10)`; '' for none. */
  readonly declared: string;
  readonly affinity: Affinity;
  readonly collation: CollationName;
  /** Position in the primary key from 1; 0: not part of it. */
  readonly keyPosition: number;
  readonly notNull: boolean;
  readonly notNullConflict?: ConflictAction;
  readonly default?: { readonly expr: Expr; readonly text: string };
  readonly generated?: { readonly expr: Expr; readonly stored: boolean };
}

/** What a column of a STRICT table may be declared as, ANY apart, and the one class of values that it holds besides null. */
export const STRICT_CLASSES: ReadonlyMap<string, StorageClass> = new Map([
  ['INT', 'integer'],
  ['INTEGER', 'integer'],
  ['REAL', 'real'],
  ['TEXT', 'text'],
  ['BLOB', 'blob'],
]);

export interface CheckConstraint {
  readonly name?: string;
  readonly expr: Expr;
  /** As written, for the error. */
  readonly text: string;
}

export interface IndexSchema {
  readonly kind: 'index';
  readonly schema: SchemaName;
  readonly name: string;
  readonly table: string;
  readonly unique: boolean;
  readonly terms: readonly IndexTerm[];
  /** The slot that holds whether a row belongs to this partial index, and the condition. */
  readonly where?: { readonly slot: number; readonly expr: Expr };
  /** c: CREATE INDEX; u: UNIQUE constraint; pk: PRIMARY KEY constraint. */
  readonly origin: 'c' | 'u' | 'pk';
  readonly conflict?: ConflictAction;
  /** As `sqlite_schema` shows it; null for an index that a constraint made. */
  readonly sql: string | null;
  /** See {@link TableSchema.created}; an index of a constraint has its table's. */
  readonly created?: number;
}

/** One column of a key: the slot it is read from. */
export interface IndexTerm {
  readonly slot: number;
  readonly collation: CollationName;
  readonly descending: boolean;
}

export interface ForeignKey {
  readonly columns: readonly string[];
  readonly table: string;
  readonly targets: readonly string[];
  readonly actions: readonly string[];
}

export interface ViewSchema {
  readonly kind: 'view';
  readonly schema: SchemaName;
  readonly name: string;
  readonly columns?: readonly string[];
  readonly select: Select;
  /** The text that spans in `select` point into. */
  readonly text: string;
  readonly sql: string;
  /** See {@link TableSchema.created}. */
  readonly created?: number;
}

/** The slot of a table's rowid. */
export const rowidSlot = (table: TableSchema): number => table.columns.length;

/** How many slots a row of the table has. */
export const slotCount = (table: TableSchema): number => table.columns.length + 1 + table.computed.length;

/** What the rows of a table are kept in the order of. */
export const keyTerms = (table: TableSchema): readonly IndexTerm[] =>
  table.primaryKey ?? [{ slot: rowidSlot(table), collation: 'binary', descending: false }];
