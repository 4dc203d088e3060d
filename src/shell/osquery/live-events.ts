import type { EventFeed } from '../../catalog/index.js';
import { openMemory } from '../../durable/index.js';
import { Events, EventView, eventFeed, type Severity } from '../../events/index.js';
import type { Flags } from '../../flags/index.js';

/** Events as they are gathered while a shell runs. */
export interface LiveEvents {
  /** What one query sees: all that was gathered so far. */
  readonly feed: () => EventFeed;
  stop(): Promise<void>;
}

/** Starts the sources that the flags ask for; what they tell is kept in memory. */
export async function gatherLive(
  flags: Flags,
  sections: ReadonlyMap<string, unknown>,
  say: (severity: Severity, message: string) => void,
): Promise<LiveEvents> {
  const events = await Events.open({ flags, durable: openMemory(), say });
  await events.configure({ sections, readings: [] });
  return {
    feed() {
      const view = new EventView(events.store);
      return eventFeed((table, range, afterEid) => view.page(table, range, afterEid), false);
    },
    stop: () => events.stop(),
  };
}
