import type { EventRange } from '../catalog/index.js';
import type { EventTable } from './names.js';
import type { BlockRange, EventStore, KeptBlock } from './store/index.js';

/** What of a table a run sees: ids above `after` up to `upto`. */
export interface EventWindow {
  readonly after: number;
  readonly upto: number;
}

export interface EventPage {
  readonly blocks: readonly KeptBlock[];
  /** Ask again with this as `afterEid`; undefined at the end. */
  readonly nextAfterEid?: number;
}

/** Blocks go to a query in pages of about so many letters. */
const PAGE_LETTERS = 2_000_000;

/**
 * The events that one run of a query sees. What is stored meanwhile is for the next run: a table that the query reads twice
 * is the same both times.
 */
export class EventView {
  readonly #windows = new Map<EventTable, Promise<EventWindow>>();

  constructor(
    private readonly store: EventStore,
    /** Asked once a table. Default: all that is there. */
    private readonly windowOf: (table: EventTable) => EventWindow | Promise<EventWindow> = (table) => ({
      after: 0,
      upto: store.lastEid(table),
    }),
  ) {}

  /** @param range none: the window; else all that is stored, up to the window's end */
  async page(table: EventTable, range: EventRange | undefined, afterEid: number): Promise<EventPage> {
    let window = this.#windows.get(table);
    if (!window) {
      window = Promise.resolve(this.windowOf(table));
      this.#windows.set(table, window);
    }
    const { after, upto } = await window;
    const from = Math.max(afterEid, range ? 0 : after);
    const wanted: BlockRange = { ...range, afterEid: from, uptoEid: upto };
    const refs = this.store.select(table, wanted);
    let letters = 0;
    let count = 0;
    for (const { length } of refs) {
      count++;
      letters += length;
      if (letters >= PAGE_LETTERS) break;
    }
    const page = refs.slice(0, count);
    const last = page.at(-1);
    const blocks = await this.store.read(table, page);
    return { blocks, ...(last && count < refs.length && { nextAfterEid: last.firstEid + last.count - 1 }) };
  }
}
