import type { Value } from '../../../core/index.js';
import type { Example, ReturnType } from '../spec.js';

/** A function that stands in FROM and gives rows: `json_each(x)`. Every database has it, under tables of the name. */
export interface TableFunctionSpec {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly TableFunctionColumn[];
  /** The hidden columns that the arguments are, in order: `json_each(x)` is `json_each WHERE json = x`. */
  readonly args: readonly string[];
  /** The error where the first argument is missing; absent: then there are no rows. */
  readonly missing?: string;
  /** Rows expected of a call. */
  readonly rows: number;
  /** The column for which bounds are worth knowing. */
  readonly bounded?: string;
  readonly examples: readonly Example[];
  /** The rows' subjects; one object may stand for each of them in turn. An argument that is not given is undefined. */
  open(args: readonly (Value | undefined)[], bounds: Bounds): Iterable<unknown>;
}

/** What the query says of the bounded column, so that rows beyond need not be made. Holding it is up to the query. */
export interface Bounds {
  readonly min?: Value;
  readonly max?: Value;
}

export interface TableFunctionColumn {
  readonly name: string;
  readonly description: string;
  readonly type: ReturnType;
  readonly hidden: boolean;
  /** The number of the row; `rowid`, `_rowid_` and `oid` mean it. */
  readonly isRowid?: boolean;
  /** The column that says `array` or `object` where this one holds JSON. */
  readonly json?: string;
  read(subject: never): Value;
}

type Read<S> = (subject: S) => Value;
interface ColumnOptions<S> {
  readonly description: string;
  readonly read: Read<S>;
  readonly type?: ReturnType;
  readonly hidden?: boolean;
  readonly json?: string;
  readonly isRowid?: boolean;
}

/** Columns under their names. Those without a type hold anything. */
export const columnsOf = <S>(columns: Readonly<Record<string, ColumnOptions<S>>>): readonly TableFunctionColumn[] =>
  Object.entries(columns).map(([name, { type = 'any', hidden = false, ...rest }]) => ({ name, type, hidden, ...rest }));
