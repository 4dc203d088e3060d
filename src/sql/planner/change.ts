import type { IndexSchema, TableSchema } from '../../store/index.js';
import type { ConflictAction } from '../parser/index.js';
import type { Column, Expr } from './expr.js';

/**
 * What INSERT, UPDATE and DELETE do with the rows of their source, `Query.plan`. Expressions read `slots`, the row that
 * was stored, unless said otherwise.
 */
export type Change = InsertChange | UpdateChange | DeleteChange;

interface ChangeFields {
  readonly table: TableSchema;
  /** A row of the table, by slot. */
  readonly slots: readonly Column[];
  /** What RETURNING puts out of each changed row, in the order of `Query.columns`. */
  readonly returning?: readonly Expr[];
}

/** Each row of the source becomes a row of the table. */
export interface InsertChange extends ChangeFields {
  readonly kind: 'insert';
  /** The slot that each column of the source goes to; undefined: nowhere. */
  readonly targets: readonly (number | undefined)[];
  readonly rules: RowRules;
  /** OR …: what happens on any conflict. */
  readonly orAction?: ConflictAction;
  readonly upserts: readonly BoundUpsert[];
}

/** Each row of the source holds the key of a row, then the new values where `values` does not give them. */
export interface UpdateChange extends ChangeFields {
  readonly kind: 'update';
  readonly targets: readonly number[];
  /** New values for `targets`, over the row as it is when its turn comes. Absent: the source has them, for FROM. */
  readonly values?: readonly Expr[];
  readonly rules: RowRules;
  readonly orAction?: ConflictAction;
  /** Rows of one key come one after the other, and the last one counts. */
  readonly repeats: boolean;
}

/** Each row of the source holds the key of a row. */
export interface DeleteChange extends ChangeFields {
  readonly kind: 'delete';
  /** Every row goes. */
  readonly whole: boolean;
}

/** What a new row is completed by and must pass. */
export interface RowRules {
  /** By column; absent: null. They read no row. */
  readonly defaults: readonly (Expr | undefined)[];
  /** Generated columns in an order in which each reads only what is there. */
  readonly generated: readonly SlotExpr[];
  /** `reads`: the slots that a check is about. */
  readonly checks: readonly { readonly label: string; readonly expr: Expr; readonly reads: readonly number[] }[];
  readonly computed: readonly SlotExpr[];
}

export interface SlotExpr {
  readonly slot: number;
  readonly expr: Expr;
}

/** ON CONFLICT … DO …: the first whose key is in conflict decides. */
export interface BoundUpsert {
  /** key: the rowid, or the key of a table WITHOUT ROWID; any: whatever is in conflict. */
  readonly target: IndexSchema | 'key' | 'any';
  readonly action: 'nothing' | UpsertUpdate;
}

/** Expressions read the row that is there (`slots`) and the one that was to be inserted (`excluded`). */
export interface UpsertUpdate {
  readonly excluded: readonly Column[];
  readonly set: readonly SlotExpr[];
  readonly where?: Expr;
}
