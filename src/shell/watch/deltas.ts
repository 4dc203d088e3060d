import type { EventTable, EventWindow } from '../../events/index.js';

/** Ids of a table: what was seen before, and what there is now. */
export interface Progress {
  readonly table: EventTable;
  readonly seen: number;
  readonly now: number;
}

/** What one run of the query sees of each table. */
export type Windows = ReadonlyMap<EventTable, EventWindow>;

/**
 * The runs that together give each new combination of events once: for each table with news its new events, with all events
 * of the tables before it and the old ones of those behind it. For one table that is one run over what is new.
 */
export function deltas(tables: readonly Progress[]): Windows[] {
  return tables.flatMap(({ seen, now }, at) => {
    if (now === seen) return [];
    return [
      new Map(
        tables.map((other, place): [EventTable, EventWindow] => {
          if (place === at) return [other.table, { after: other.seen, upto: other.now }];
          return [other.table, { after: 0, upto: place < at ? other.now : other.seen }];
        }),
      ),
    ];
  });
}
