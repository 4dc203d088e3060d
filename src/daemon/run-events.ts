import type { EventRange } from '../catalog/index.js';
import type { Change } from '../durable/index.js';
import { type EventPage, type EventStore, type EventTable, EventView, type EventWindow } from '../events/index.js';
import type { LaneRequest } from './lanes/index.js';
import type { Say } from './status-log.js';

/** What one run of a query sees of the events, and how far it has come by that. */
export class RunEvents {
  readonly #view: EventView;
  /** Tables that it read on from its last run, and up to which id. */
  readonly #positions = new Map<EventTable, number>();

  constructor(
    private readonly store: EventStore,
    private readonly request: LaneRequest,
    private readonly say: Say,
  ) {
    this.#view = new EventView(store, (table) => this.#window(table));
  }

  async page(table: EventTable, range: EventRange | undefined, afterEid: number): Promise<EventPage> {
    const page = await this.#view.page(table, range, afterEid);
    if (!range && this.request.sinceLastRun) this.#positions.set(table, this.#upto.get(table) ?? 0);
    return page;
  }
  readonly #upto = new Map<EventTable, number>();

  /** To be written together with what the run gave; undefined where it did not go on from its last run. */
  changes(): Change[] | undefined {
    if (this.#positions.size === 0) return undefined;
    return [...this.#positions].map(([table, eid]) => this.store.positionChange(this.request.name, table, eid));
  }

  async #window(table: EventTable): Promise<EventWindow> {
    const { name, sinceLastRun } = this.request;
    const upto = this.store.lastEid(table);
    this.#upto.set(table, upto);
    if (!sinceLastRun) return { after: 0, upto };
    const after = await this.store.position(name, table);
    const missed = after > 0 ? this.store.missedSince(table, after) : 0;
    if (missed > 0) {
      this.say('warning', 'events', `Query ${name} missed ${missed} rows of ${table}: they expired before it ran`);
    }
    return { after, upto };
  }
}
