import type { EventRange, SelfFacts, SelfRow } from '../../catalog/index.js';
import type { AutomaticTable } from '../../config/index.js';
import type { Span, SqlErrorCode, Value } from '../../core/index.js';
import type { EventPage, EventTable } from '../../events/index.js';
import type { CpuShare } from './cpu-bucket.js';

/** What the tables about the program say, but for rows, which a lane has to ask for. */
export type Facts = Omit<SelfFacts, 'rows'>;

/** What a lane's thread is started with. */
export interface LaneData {
  /** Folder that stands for `/`; '' for this machine. */
  readonly root: string;
  /** Whether osquery's authorizer decides which statements are taken. */
  readonly asOsquery: boolean;
  /** Name to SQL. */
  readonly views: ReadonlyMap<string, string>;
  /** Tables that the configuration makes. */
  readonly tables: readonly AutomaticTable[];
  readonly facts: Facts;
  /** Whether gap records are rows of the tables of events. */
  readonly showsGaps: boolean;
  readonly cpu?: CpuShare;
}

export interface LaneRequest {
  readonly name: string;
  readonly sql: string;
  readonly timeoutMs?: number;
  readonly budget?: { readonly cpuMs?: number; readonly rows?: number; readonly bytes?: number };
  /** Stands for NULL, as results keep it; absent: values stay as they are, NULLs and blobs too. */
  readonly nullvalue?: string;
  /** A query of the schedule: of events it sees those since its last run. */
  readonly sinceLastRun?: boolean;
}

export interface LaneStats {
  readonly wallMs: number;
  readonly userMs: number;
  readonly systemMs: number;
  /** By how much the lane's heap grew; negative where it shrank. */
  readonly memoryBytes: number;
  readonly rows: number;
  /** Bytes of column names and texts, 8 for a number. */
  readonly outputSize: number;
  readonly files: number;
  readonly syscalls: number;
  readonly bytesRead: number;
}

export interface LaneFailure {
  readonly kind: 'sql' | 'timeout' | 'budget' | 'cancelled' | 'crashed' | 'memory';
  readonly message: string;
  /** Where the engine refused: what a person is told beside the message. */
  readonly sql?: { readonly code: SqlErrorCode; readonly hint?: string; readonly span?: Span };
}

export type ToLane =
  | { readonly kind: 'run'; readonly id: number; readonly request: LaneRequest }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'facts'; readonly facts: Facts }
  | { readonly kind: 'rows'; readonly ask: number; readonly rows: readonly SelfRow[] }
  /** Undefined: there is none to be had. */
  | { readonly kind: 'page'; readonly ask: number; readonly page: EventPage | undefined };

/** A cell on its way: structured cloning turns a `Real` into a plain object. */
export type Sent = Value | { readonly value: number };

export type FromLane =
  /** The rows of a table about the program are wanted. */
  | { readonly kind: 'ask'; readonly ask: number; readonly table: string }
  /** Some of the events that the run sees are wanted. */
  | {
      readonly kind: 'ask-page';
      readonly ask: number;
      readonly id: number;
      readonly table: EventTable;
      readonly range: EventRange | undefined;
      readonly afterEid: number;
    }
  | { readonly kind: 'view-failed'; readonly name: string; readonly message: string }
  | { readonly kind: 'statement'; readonly id: number; readonly columns: readonly string[] }
  /** Cells of some rows of the last statement, one row after the other. */
  | { readonly kind: 'cells'; readonly id: number; readonly cells: Sent[] }
  | { readonly kind: 'done'; readonly id: number; readonly stats: LaneStats; readonly warnings: readonly string[] }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: LaneFailure };
