import type { Cell, EventBatch, EventFeed, EventRange } from '../catalog/index.js';
import { BlockColumns } from './block.js';
import type { EventTable } from './names.js';
import type { KeptBlock } from './store/index.js';
import type { EventPage } from './view.js';

/** Asks whoever has the store for a page. */
export type AskPage = (table: EventTable, range: EventRange | undefined, afterEid: number) => Promise<EventPage>;

/**
 * What scans read, page by page; the next page is on its way while one is read.
 * @param showsGaps whether gap records are rows
 */
export function eventFeed(ask: AskPage, showsGaps: boolean): EventFeed {
  return {
    async *read(table, range) {
      const name = table as EventTable; // specs of events have no other names
      let next: Promise<EventPage> | undefined = ask(name, range, 0);
      while (next) {
        const { blocks, nextAfterEid }: EventPage = await next;
        next = nextAfterEid === undefined ? undefined : ask(name, range, nextAfterEid);
        next?.catch(() => {}); // whoever stops reading does not wait for it
        for (const block of blocks) {
          const batch = new KeptBatch(block);
          if (showsGaps || batch.column('gap') === undefined) yield batch;
        }
      }
    },
  };
}

class KeptBatch implements EventBatch {
  readonly firstEid: number;
  readonly time: number;
  readonly count: number;
  readonly #columns: BlockColumns;

  constructor({ firstEid, time, count, text }: KeptBlock) {
    this.firstEid = firstEid;
    this.time = time;
    this.count = count;
    this.#columns = new BlockColumns(text, count);
  }

  column(name: string): readonly Cell[] | undefined {
    return this.#columns.column(name);
  }
}
