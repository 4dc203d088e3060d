import type { ScheduledQuery } from '../../config/index.js';
import { isByLocalTime } from './timetable.js';

const HOUR = 3_600;
const DAY = 86_400;

/**
 * After how many seconds a run that was given no limit counts as hung. osquery lets queries run for ever; a day under its
 * name changes nothing for those that end.
 */
export function timeLimitSeconds(query: ScheduledQuery, manner: 'osquery' | 'hostql'): number {
  if (manner === 'osquery') return DAY;
  return isByLocalTime(query) ? HOUR : Math.min(HOUR, Math.max(60, 4 * query.interval));
}
