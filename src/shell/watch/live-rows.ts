import type { Row } from '../../core/index.js';
import type { Prepared } from '../../engine.js';
import { type EventStore, type EventTable, EventView, eventFeed } from '../../events/index.js';
import { deltas } from './deltas.js';

export interface LiveOptions {
  readonly prepared: Prepared;
  readonly store: EventStore;
  /** The tables of events that the query reads. */
  readonly tables: readonly EventTable[];
  /** Whether gap records are rows. */
  readonly showsGaps: boolean;
  readonly signal: AbortSignal;
  readonly onWarning: (message: string) => void;
  /** Resolves when something was stored, or there is nothing more to wait for. */
  readonly news: () => Promise<void>;
}

/** Rows of the query over what happens from now on, until the signal. @throws SqlError */
export async function* liveRows(options: LiveOptions): AsyncGenerator<readonly Row[]> {
  const { prepared, store, tables, showsGaps, signal, onWarning, news } = options;
  let seen = new Map(tables.map((table) => [table, store.lastEid(table)]));
  for (;;) {
    const isOver = signal.aborted;
    const progress = tables.map((table) => ({ table, seen: seen.get(table) ?? 0, now: store.lastEid(table) }));
    for (const windows of deltas(progress)) {
      const view = new EventView(store, (table) => windows.get(table) ?? { after: 0, upto: 0 });
      const events = eventFeed((table, range, afterEid) => view.page(table, range, afterEid), showsGaps);
      yield* prepared.run({ events, onWarning });
    }
    seen = new Map(progress.map(({ table, now }) => [table, now]));
    if (isOver) return;
    await news();
  }
}
