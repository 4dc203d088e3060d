import type { Flags } from '../flags/index.js';
import { EVENT_TABLES, type EventTable } from './names.js';
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

/**
 * Whether a query reads tables of events and, of these other tables, none: what keeps it busy is what happened, not itself.
 * A query that names another table only in a text counts as one that reads it.
 */
export function readsEventsOnly(sql: string, tables: readonly string[]): boolean {
  if (!EVENT_TABLES.some((table) => reads(sql, table))) return false;
  const words = new Set(sql.toLowerCase().match(/\w+/g));
  const others = tables.filter((table) => !EVENT_TABLES.some((events) => events === table));
  return !others.some((table) => words.has(table));
}

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
