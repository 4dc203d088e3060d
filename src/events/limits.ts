import type { Flags } from '../flags/index.js';
import type { EventTable } from './names.js';
import type { EventLimits } from './store/index.js';

/** A query of the schedule, as far as events matter. */
export interface Reading {
  readonly name: string;
  readonly sql: string;
  /** Seconds. */
  readonly interval: number;
}

/** Events stay for three runs of whoever reads them, whatever the flags say, rounded up to minutes as osquery rounds. */
const RUNS = 3;

/** Whether a query names a table. Over-reading costs disk only. */
export const reads = (sql: string, table: EventTable): boolean => new RegExp(`\\b${table}\\b`, 'i').test(sql);

/** The seconds that the schedule needs events of the table to stay. */
export function neededSeconds(readings: readonly Reading[], table: EventTable): number {
  const longest = Math.max(0, ...readings.filter(({ sql }) => reads(sql, table)).map(({ interval }) => interval));
  const least = RUNS * longest;
  return least === 0 ? 0 : least + 60 - (least % 60);
}

/** What flags say is kept of a table; in osquery's manner `events_max` counts seconds in which there were events. */
export function limitsOf(flags: Flags, table: EventTable, needed: number): EventLimits {
  const prefix = table === 'syslog_events' ? 'syslog_' : '';
  const age = flags.int(`${prefix}events_expiry`);
  const most = flags.int(`${prefix}events_max`);
  const countsSeconds = flags.dialect === 'osquery';
  return {
    maxAgeSeconds: age === 0 ? 0 : Math.max(age, needed),
    maxRows: countsSeconds ? 0 : most,
    maxSeconds: countsSeconds ? most : 0,
  };
}
