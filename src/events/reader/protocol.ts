import type { Block } from '../block.js';
import type { EventTable, SourceName } from '../names.js';
import type { Severity } from '../source.js';

/** What a reader's thread is started with. */
export interface ReaderData {
  readonly source: SourceName;
  readonly tables: readonly EventTable[];
  /** What the source's own definition made of flags and configuration. */
  readonly settings: unknown;
  /** Folder that stands for `/`; '' for this machine. */
  readonly root: string;
}

export type ToReader =
  | { readonly kind: 'configure'; readonly settings: unknown }
  /** So many letters of blocks have been stored. */
  | { readonly kind: 'kept'; readonly length: number }
  | { readonly kind: 'stop' };

export interface ReaderCounters {
  readonly subscriptions: number;
  /** Rows that it made. */
  readonly events: number;
  /** Turns of its loop in which there was something to read. */
  readonly refreshes: number;
}

export type FromReader =
  | { readonly kind: 'running' }
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'block'; readonly table: EventTable; readonly block: Block }
  | { readonly kind: 'counters'; readonly counters: ReaderCounters }
  | { readonly kind: 'say'; readonly severity: Severity; readonly message: string }
  /** It has given back all that it held. */
  | { readonly kind: 'closed' };
