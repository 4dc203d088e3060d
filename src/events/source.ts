import type { Host } from '../host/index.js';
import type { EventTable } from './names.js';

/** A value as events keep it. Whole numbers beyond 2^53 are bigints; bytes that are no UTF-8 are lone surrogates, as everywhere. */
export type EventValue = string | number | bigint | boolean | null | undefined;

/** Values by column, without `time`, `eid`, `event_time`, `source`, `gap` and `lost`: those are written by whoever stores it. */
export type EventRow = Readonly<Record<string, EventValue>>;

/** Events that did not get through. */
export interface Gap {
  /** One sentence: "the kernel's inotify queue overflowed". */
  readonly reason: string;
  /** How many; absent where nobody knows. */
  readonly lost?: number;
}

/** Where a source puts what it made of its events. */
export interface Emitter {
  /** @param atMs Unix time in milliseconds at which it happened, fractions kept; absent where the kernel does not say */
  row(table: EventTable, row: EventRow, atMs?: number): void;
  /** Stands among the rows of these tables, where the lost events would have stood. Default: of all that the source feeds. */
  gap(gap: Gap, tables?: readonly EventTable[]): void;
}

export type Severity = 'info' | 'warning' | 'error';

/** What a source is opened with. */
export interface SourceContext {
  readonly host: Host;
  readonly emit: Emitter;
  /** A sentence for the status log. The same one is told once a minute at most. */
  say(severity: Severity, message: string): void;
  /** Unix time in milliseconds. */
  now(): number;
}

/**
 * A source of events, open. It lives in a thread of its own, which waits in poll(2) for its descriptors, so that no query
 * delays it; nothing of it may block otherwise.
 */
export interface EventSource<S> {
  /** Descriptors to wait for (POLLIN). Read anew before each wait. */
  readonly descriptors: readonly number[];
  /** How many things it watches: `osquery_events.subscriptions`. */
  readonly subscriptions: number;
  /**
   * Called when a descriptor is readable: takes what is there and emits it. Returns after some thousands of events or 50 ms
   * at the latest, also where there is more: it is called again at once.
   */
  read(): void;
  /** Called at least every 200 ms: timeouts, canaries, counters of the kernel. */
  tick?(): void;
  /** Other settings from now on: what is watched already goes on without a gap. */
  configure(settings: S): void;
  /** Gives back all that it holds and leaves kernel settings as they were before. */
  close(): void;
}

/**
 * Opens a source. @throws SourceUnavailable where this kernel or user has none
 *
 * What it changes in the kernel and the kernel does not undo by itself when the process dies (audit rules, say) must be found
 * and taken back at the next open: it carries a mark of ours.
 */
export type OpenSource<S> = (settings: S, context: SourceContext) => EventSource<S>;

/** There is no such source here; the message says why: "needs CAP_AUDIT_CONTROL". */
export class SourceUnavailable extends Error {}
