import { Cron } from 'croner';
import type { ScheduledQuery } from '../../config/index.js';
import { messageOf } from '../../core/index.js';
import type { Log } from './log.js';

/** The first moment after a second at which something is due, in seconds since 1970; infinite where there is none. */
export type Timetable = (after: number) => number;

/** Multiples of the interval since 1970, which is how osquery's ticks fall. */
export const everySeconds =
  (interval: number): Timetable =>
  (after) =>
    (Math.floor(after / interval) + 1) * interval;

/**
 * Local times: five fields of cron. In the night that loses an hour a time inside it comes right after the gap; in the one
 * that has an hour twice it comes once.
 * @throws Error where the text is no such line
 */
export function cronTimes(line: string, zone?: string): Timetable {
  const cron = new Cron(line, { paused: true, ...(zone && { timezone: zone }) });
  return (after) => {
    const next = cron.nextRun(new Date(after * 1000));
    return next ? Math.ceil(next.getTime() / 1000) : Number.POSITIVE_INFINITY;
  };
}

/** Local times of day, `HH:MM` or `HH:MM:SS`. @throws Error for anything else */
export function timesOfDay(times: readonly string[], zone?: string): Timetable {
  const tables = times.map((time) => {
    const [, hour, minute, second = '0'] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(time) ?? [];
    if (hour === undefined) throw new Error(`no time of day: "${time}"`);
    return cronTimes(`${Number(second)} ${Number(minute)} ${Number(hour)} * * *`, zone);
  });
  return (after) => Math.min(...tables.map((table) => table(after)));
}

/** When a query runs. @param interval seconds, splayed @throws Error where `cron` or `at` are malformed */
export function timetableOf({ cron, at }: ScheduledQuery, interval: number, zone?: string): Timetable {
  if (cron !== undefined) return cronTimes(cron, zone);
  return at === undefined ? everySeconds(interval) : timesOfDay(at, zone);
}

/** Whether the query has a place in the day, which it should catch up with when the host slept over it. */
export const isByLocalTime = ({ cron, at }: ScheduledQuery): boolean => cron !== undefined || at !== undefined;

/** Timetables of queries. A query whose `cron` or `at` is malformed has none, which is said once. */
export class Timetables {
  readonly #told = new Set<string>();

  constructor(
    private readonly log: Log,
    private readonly zone: string | undefined,
  ) {}

  /** @param interval seconds, splayed */
  of(name: string, query: ScheduledQuery, interval: number): Timetable | undefined {
    try {
      return timetableOf(query, interval, this.zone);
    } catch (error) {
      const reason = messageOf(error);
      const message = `Scheduled query ${name} is disabled: ${reason}`;
      if (!this.#told.has(message)) this.log('error', 'scheduler.cpp', message);
      this.#told.add(message);
      return undefined;
    }
  }
}
