import type { Value } from '../core/index.js';

/**
 * A row as the daemon keeps and logs it: columns to values. A REAL is a `Real` or a number with a fraction, an INTEGER
 * a number or bigint, NULL has become the null text; blobs and texts are texts cut at the first NUL.
 */
export type ResultRow = ReadonlyMap<string, Value>;

/** What a record says of the query it comes from. */
export interface Origin {
  /** Full name. */
  readonly name: string;
  /** Seconds since 1970, when the query ended. */
  readonly unixTime: number;
  readonly epoch: number | bigint;
  readonly counter: number | bigint;
  /** Sorted by name. */
  readonly decorations: ReadonlyMap<string, string>;
}

export interface DifferentialRecord extends Origin {
  readonly kind: 'differential';
  readonly added: readonly ResultRow[];
  readonly removed: readonly ResultRow[];
  /** Ours, for queries with a key. */
  readonly changed?: readonly { readonly before: ResultRow; readonly after: ResultRow }[];
}

export interface SnapshotRecord extends Origin {
  readonly kind: 'snapshot';
  readonly rows: readonly ResultRow[];
}

export type ResultRecord = DifferentialRecord | SnapshotRecord;

export type Severity = 'info' | 'warning' | 'error' | 'fatal';

export interface StatusRecord {
  readonly severity: Severity;
  /** Base name of the file that speaks, and its line. */
  readonly file: string;
  readonly line: number;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Where lines go. Each kind of place is a file in `sinks/`. */
export interface LogSink {
  readonly name: string;
  /** Status lines come as they are made, and none from before the start; else they come in groups, with those. */
  readonly takesStatusesAtOnce: boolean;
  /** @throws where the place cannot be written: the state of the query is then not committed */
  results(lines: readonly string[]): Promise<void>;
  snapshots(lines: readonly string[]): Promise<void>;
  statuses(records: readonly StatusRecord[]): Promise<void>;
  /** Opens files anew, after logrotate say. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

/** How a sink tells of what is no failure of the line it was given. */
export interface SinkReport {
  /** Lines are lost: counted, and said as a warning. */
  lost(reason: 'torn' | 'too-long', lines: number, message: string): void;
  warn(message: string): void;
}
