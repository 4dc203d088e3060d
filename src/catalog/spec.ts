import type { CollationName, Value } from '../core/index.js';
import type { Host } from '../host/index.js';
import type { Shared } from './shared.js';

/**
 * What a table says of itself. The planner reads specs, the executor calls `scan`; neither knows any table.
 * Write tables with {@link tableOf}, which types all of this and fills in what was left out.
 */
export interface TableSpec {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly ColumnSpec[];
  /** Other names it answers to; `SELECT *` through an alias shows the same columns. */
  readonly aliases: readonly string[];
  /** Queries that show it at work; each runs in the tests. */
  readonly examples: readonly string[];
  /** Where its rows come from: files, system calls, protocols. */
  readonly sources: readonly string[];
  /** What it takes to get all of its rows and columns; undefined: nothing that not everybody has. */
  readonly privileges?: string;
  /** Rows expected of an unconstrained scan. */
  readonly rows: number;
  /** What one row costs beyond its priced columns, in {@link COST} units. */
  readonly rowCost: number;
  /** True when `scan` gives an async iterable (sockets, child processes). */
  readonly isAsync: boolean;
  /** A warning for this scan, or undefined: "this shows only your own files", say. */
  readonly warn?: (request: ScanRequest) => string | undefined;
  scan(request: ScanRequest): Iterable<unknown> | AsyncIterable<unknown>;
}

export type ColumnType = 'text' | 'integer' | 'bigint' | 'unsigned_bigint' | 'double' | 'blob';

export interface ColumnSpec {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
  /**
   * The type as a database file declares it, for columns of such files: values keep their own classes whatever it says, and
   * comparisons convert by its affinity. `type` is `blob` then, and a key takes texts and numbers, none of its `ops` exact.
   */
  readonly declared?: string;
  /** Not part of `*`; usable by name. */
  readonly hidden: boolean;
  readonly collation: CollationName;
  /** Absent: no constraint on this column reaches the scan. */
  readonly key?: KeySpec;
  /** What reading it costs per row, in {@link COST} units. Columns that read the same source share a `group`. */
  readonly cost: number;
  /** Columns of one group pay their cost once: they read the same file. */
  readonly group?: string;
  /** Reads the column off a subject that `scan` yielded. May throw `Gone`: the row is dropped. */
  read(subject: never): unknown;
}

/** Relative costs; one unit is about a microsecond. Measured on Linux 6, Node 20. */
export const COST = {
  free: 0,
  syscall: 2,
  file: 12,
  directory: 25,
  process: 20_000,
  network: 50_000,
  hashing: 500,
} as const;

export type KeyOp = '=' | 'range' | 'like' | 'glob' | 'regexp';

/** How a scan can use constraints on one column. */
export interface KeySpec {
  /** `=` also takes IN, OR of equals and join keys, always as a set of values. */
  readonly ops: readonly KeyOp[];
  /** For these of `ops` the scan yields every row that satisfies the constraint and no other: the engine drops its own check. */
  readonly exact: readonly KeyOp[];
  /** A scan needs at least one of the table's required keys. */
  readonly required: boolean;
  /** One value gives at most one row. */
  readonly unique: boolean;
  /** Most values in one scan; the engine splits larger sets. */
  readonly maxValues: number;
  /** Rows expected per value (per pattern or range: ten times that). */
  readonly rowsPerValue: number;
}

/**
 * What the query says of one key column: all of what is present holds. Values have the column's own type
 * (numbers for integer columns, strings for text), are distinct, never null, and in ascending order. Those of a
 * NOCASE column are in small letters and stand for any spelling; the engine checks again.
 */
export interface Lookup<V = string | number> {
  /** `=`, `IN`, `OR` of equals, join keys. */
  readonly values?: readonly V[];
  /** `<`, `BETWEEN`, …: absent ends are open. */
  readonly range?: {
    readonly min?: V;
    readonly minInclusive?: boolean;
    readonly max?: V;
    readonly maxInclusive?: boolean;
  };
  /** Any of these matches. */
  readonly patterns?: readonly Pattern[];
}

/** A LIKE, GLOB or REGEXP pattern. */
export interface Pattern {
  readonly op: 'like' | 'glob' | 'regexp';
  readonly text: string;
  /** The literal text every match starts with ('' for none). For LIKE, letters match in either case. */
  readonly prefix: string;
  /** LIKE's escape character, where one was given. */
  readonly escape?: string;
  matches(text: string): boolean;
}

/** Subjects that an asynchronous scan hands over together: one turn of the event loop for all of them. */
export class Many<S> {
  constructor(readonly subjects: readonly S[]) {}
}

/** What a scan is asked for. */
export interface ScanRequest {
  readonly host: Host;
  /** Constraints by key column; a column without constraint is absent. */
  readonly lookup: Readonly<Record<string, Lookup<never> | undefined>>;
  /** The columns the plan reads, for a scan that would gather them otherwise than by `read`. */
  readonly columns: ReadonlySet<string>;
  /** Enough rows; set only when nothing above can drop or reorder one. */
  readonly limit?: number;
  readonly signal: AbortSignal;
  /** Throws when the query was cancelled or its time is up: call it in every long loop. */
  checkpoint(): void;
  /** For sources that other tables of the statement read as well. */
  readonly shared: Shared;
  /** What this program knows of itself beyond the host's facts; absent in a one-shot query. */
  readonly self?: SelfFacts;
  /** Absent where nobody gathers events. */
  readonly events?: EventFeed;
  /** One sentence for whoever asked, shown once per query: "cannot read /etc/shadow: permission denied". */
  warn(message: string): void;
}

/** A row of a table about this program: values by column. */
export type SelfRow = Readonly<Record<string, Cell>>;

/** This program as it runs: for the tables about it. What is absent does not exist in this run. */
export interface SelfFacts {
  readonly version: string;
  /** Id of the store that lasts between runs. */
  readonly instanceId?: string;
  /** Id of the machine as an earlier run made or found it. */
  readonly storedUuid?: string;
  /** SHA-1 over the configuration's sources, as hex digits. */
  readonly configHash?: string;
  readonly isConfigValid?: boolean;
  readonly hasExtensions?: boolean;
  /** Milliseconds since the epoch. */
  readonly startedMs?: number;
  readonly watcherPid?: number;
  /** Sockets at which flags look for others than those at the usual places. */
  readonly sockets?: { readonly docker?: string; readonly lxd?: string };
  /** Where the configuration says that metrics are to be had. */
  readonly prometheus?: { readonly urls: readonly string[]; readonly timeoutSeconds: number };
  /** Groups of YARA rules in the configuration, to their files. */
  readonly yara?: Readonly<Record<string, readonly string[]>>;
  /** The rows of a table that only a daemon can answer, such as its schedule. */
  readonly rows?: (table: string) => readonly SelfRow[] | Promise<readonly SelfRow[]>;
}

/** Events that were kept, as scans read them. */
export interface EventFeed {
  /** Batches in the order in which they were stored. No range: all that this query is to see, which may be those since its last run. */
  read(table: string, range: EventRange | undefined, request: ScanRequest): AsyncIterable<EventBatch>;
}

/** All of what is present holds. */
export interface EventRange {
  /** Unix time of storing in seconds, both ends included. */
  readonly minTime?: number;
  readonly maxTime?: number;
  /** Ids, ascending. */
  readonly eids?: readonly number[];
}

/** Events that were stored together: ids one after the other, and one time. */
export interface EventBatch {
  readonly firstEid: number;
  /** Unix time of storing in seconds. */
  readonly time: number;
  readonly count: number;
  /** A column's values in order; undefined where all are null. */
  column(name: string): readonly Cell[] | undefined;
}

/** The value a scan yields for a column, before it takes its storage class from the column's type. */
export type Cell = Value | boolean | undefined;
