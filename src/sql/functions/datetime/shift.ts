import { parseNumeric, toFloat } from '../../../core/index.js';
import { addMonths, MS_PER_DAY, surplusDays, toJulian } from './calendar.js';
import { instant, type Moment, resultOf, timeOf } from './moment.js';
import { parseTimeOfDay } from './parse.js';

/** A unit's length in seconds, and the number of them that no count may reach (the whole range of dates). */
const UNITS: Readonly<Record<string, readonly [seconds: number, limit: number]>> = {
  second: [1, 4.6427e14],
  minute: [60, 7.7379e12],
  hour: [3600, 1.2897e11],
  day: [86_400, 5_373_485],
  month: [2_592_000, 176_546],
  year: [31_536_000, 14_713],
};

/** `+N units`, `±HH:MM[:SS[.SSS]]`, or `±YYYY-MM-DD` with a time or without. undefined: it is none of these. */
export function shift(moment: Moment, text: string): Moment | undefined {
  const dated = /^([-+])(\d{4,5})-(\d\d)-(\d\d)(?:[\t-\r ](\d\d:\d\d.*))?$/s.exec(text);
  if (dated) return shiftByDate(moment, dated);
  const match = /^(.[^:\t-\r ]*)(:?)[\t-\r ]*(.*)$/s.exec(text);
  const count = match && parseNumeric(match[1] ?? '');
  const time = timeOf(moment);
  if (!match || count === null || time === undefined) return undefined;
  if (match[2] === ':') return shiftByTime(moment, text.startsWith('-'), text.replace(/^[-+]/, ''));
  const name = (match[3] ?? '').replace(/s$/, '');
  const unit = UNITS[name];
  const amount = toFloat(count);
  if (!unit || Math.abs(amount) >= unit[1]) return undefined;
  return shiftByUnit(moment, time, amount, name, unit[0]);
}

/** By so many years, months (0 to 11) and days (0 to 30), and then a time of day (SQLite 3.43: what `timediff` gives). */
function shiftByDate(moment: Moment, [, sign, years, months, days, time]: RegExpExecArray): Moment | undefined {
  const direction = sign === '-' ? -1 : 1;
  if (Number(months) > 11 || Number(days) > 30) return undefined;
  const moved = shiftByMonths(moment, direction * (Number(years) * 12 + Number(months)));
  const start = moved && timeOf(moved);
  if (!moved || start === undefined) return undefined;
  const end = instant(moved, start + direction * Number(days) * MS_PER_DAY, moved.surplusDays);
  return time === undefined ? end : shiftByTime(end, direction < 0, time);
}

function shiftByTime(moment: Moment, backwards: boolean, text: string): Moment | undefined {
  const distance = parseTimeOfDay(text);
  const [time, end] = [timeOf(moment), distance && timeOf(distance)];
  if (time === undefined || end === undefined) return undefined;
  const ms = (end - MS_PER_DAY / 2) % MS_PER_DAY; // the time of day alone
  return instant(moment, backwards ? time - ms : time + ms);
}

/** The fraction of a month or year counts as 30 or 365 days. */
function shiftByUnit(moment: Moment, time: number, amount: number, unit: string, seconds: number): Moment | undefined {
  const rounder = amount < 0 ? -0.5 : 0.5;
  if (unit !== 'month' && unit !== 'year') return instant(moment, time + Math.trunc(amount * 1000 * seconds + rounder));
  const whole = Math.trunc(amount);
  const moved = shiftByMonths(moment, unit === 'month' ? whole : whole * 12);
  const start = moved && timeOf(moved);
  if (!moved || start === undefined) return undefined;
  return instant(moved, start + Math.trunc((amount - whole) * 1000 * seconds + rounder), moved.surplusDays);
}

/** A day that the new month has not overflows into the one after. */
function shiftByMonths(moment: Moment, count: number): Moment | undefined {
  const fields = resultOf(moment);
  if (!fields) return undefined;
  const moved = addMonths(fields, count);
  const time = toJulian(moved);
  return time === undefined ? undefined : instant(moment, time, surplusDays(moved));
}
