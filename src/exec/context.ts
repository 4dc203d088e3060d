import type { EventFeed, SelfFacts } from '../catalog/index.js';
import type { Row, Value } from '../core/index.js';
import type { Host } from '../host/index.js';
import type { Plan } from '../sql/planner/index.js';
import type { Database } from '../store/index.js';

/** What a run of a query gets besides its plan. */
export interface RunContext {
  readonly host: Host;
  /** What the program knows of itself, for the tables about it. */
  readonly self?: SelfFacts;
  /** Events that were kept; absent where nobody gathers any. */
  readonly events?: EventFeed;
  /** What stored tables are read from. A run reads it as it is when the run first asks. Default: an empty one. */
  readonly database?: Database;
  /** Values of `?`, by position from 0; missing ones are null. */
  readonly parameters?: readonly Value[];
  /** Stops the run with SqlError `cancelled`, within about 50 ms. */
  readonly signal?: AbortSignal;
  /** Asked wherever the clock is: true stops the run as `signal` does. For threads that cannot turn their event loop. */
  readonly interrupted?: () => boolean;
  /** Wall time from the start of the run, after which it fails with SqlError `timeout`. */
  readonly timeoutMs?: number;
  /** More result rows than this fail with SqlError `limit`. */
  readonly maxRows?: number;
  /** What kept rows may take (sorting, hashing, grouping), else SqlError `budget`. Default {@link DEFAULT_MEMORY_BYTES}. */
  readonly memoryBytes?: number;
  /** The statement's clock: milliseconds since the epoch. Default: the time of the start. */
  readonly nowMs?: number;
  /** What a text column gives where its table knows no value: null, or '' as osquery's tables do. Default null. */
  readonly nullText?: 'null' | 'empty';
  /** `PRAGMA case_sensitive_like`. Default false. */
  readonly caseSensitiveLike?: boolean;
  /** Rows that an operator takes before code is generated for it; for tests: 0 generates at once. */
  readonly warmRows?: number;
  /** Hears each different warning once. */
  readonly onWarning?: (message: string) => void;
  /** Filled per plan node while the query runs, where given: for EXPLAIN ANALYZE. Slows the run down. */
  readonly stats?: Map<Plan, NodeStats>;
}

export const DEFAULT_MEMORY_BYTES = 256 * 1024 * 1024;

/** What one plan node did, by itself; only `timeMs` includes its inputs and subqueries. */
export interface NodeStats {
  rows: number;
  /** How often the node was run: more than once below joins and correlated subqueries. */
  calls: number;
  timeMs: number;
  selfMs: number;
  filesOpened: number;
  syscalls: number;
  bytesRead: number;
  /** Calls of the table's scan; scans only. */
  scans: number;
  /** Join keys that the scan was handed, over all calls. */
  keys: number;
}

export type Rows = readonly Row[];
