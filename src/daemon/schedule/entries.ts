import { type Config, fullQueryName, type Pack, type ScheduledQuery } from '../../config/index.js';
import type { Due } from './due-queue.js';
import type { PackState } from './pack-state.js';
import type { Timetable } from './timetable.js';

/** A query of the schedule, with what changes as it runs. */
export interface Entry extends Due {
  /** Source, pack and name: what makes it the same query in another configuration. */
  readonly key: string;
  /** `pack_PACK_NAME`, or the name alone in the pack `main`. */
  readonly name: string;
  query: ScheduledQuery;
  pack: PackState;
  rank: number;
  timetable: Timetable;
  /** When it last came up, in seconds since 1970. */
  lastDue: number;
  /** It came up while it ran, or waits for a lane. */
  isWaiting: boolean;
  /** It is in no configuration any more. */
  isGone: boolean;
}

export interface Planned {
  readonly key: string;
  readonly name: string;
  readonly pack: Pack;
  readonly query: ScheduledQuery;
}

/** Every query of the packs that are for this host, in the order in which they run. */
export const plannedQueries = (config: Config, delimiter: string): Planned[] =>
  config.packs
    .filter((pack) => pack.valid)
    .flatMap((pack) =>
      pack.queries.map((query) => ({
        key: JSON.stringify([pack.source, pack.name, query.name]),
        name: fullQueryName(pack.name, query.name, delimiter),
        pack,
        query,
      })),
    );

/** Whether the two come up at the same times. */
export const isSameTime = (a: ScheduledQuery, b: ScheduledQuery): boolean =>
  a.interval === b.interval && a.cron === b.cron && a.at?.join() === b.at?.join();
