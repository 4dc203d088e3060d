import { asciiLower, parseNumeric, toFloat } from '../../../core/index.js';
import { isInRange, toJulian, toLocal, UNIX_EPOCH, weekdayOf } from './calendar.js';
import { civil, civilOf, instant, julianOfNumber, type Moment, timeOf } from './moment.js';
import { parseTimeOfDay } from './parse.js';

/** Applies one modifier; `isFirst` where it directly follows the time value. undefined: it cannot be applied. */
export function modify(moment: Moment, modifier: string, isFirst: boolean): Moment | undefined {
  const text = asciiLower(modifier);
  switch (text) {
    case 'auto':
      return isFirst ? guessUnit(moment) : undefined;
    case 'julianday':
      return isFirst ? asJulianDay(moment) : undefined;
    case 'unixepoch':
      return isFirst && moment.at.kind === 'number' ? fromUnixSeconds(moment, moment.at.value) : undefined;
    case 'localtime':
      return toLocalTime(moment);
    case 'utc':
      return toUtc(moment);
    case 'subsec':
    case 'subsecond':
      return { ...moment, subsecond: true };
    default:
      if (text.startsWith('weekday ')) return toWeekday(moment, text.slice(8));
      if (text.startsWith('start of ')) return toStart(moment, text.slice(9));
      return /^[-+\d]/.test(text) ? shift(moment, text) : undefined;
  }
}

/** A number is a Julian day where it can be one, else seconds since 1970. */
function guessUnit(moment: Moment): Moment | undefined {
  if (moment.at.kind !== 'number') return moment;
  const { value } = moment.at;
  if (julianOfNumber(value) !== undefined) return asJulianDay(moment);
  return value >= -210_866_760_000 && value <= 253_402_300_799 ? fromUnixSeconds(moment, value) : moment;
}

function asJulianDay(moment: Moment): Moment | undefined {
  const time = moment.at.kind === 'number' ? julianOfNumber(moment.at.value) : undefined;
  return time === undefined ? undefined : instant(moment, time);
}

function fromUnixSeconds(moment: Moment, seconds: number): Moment | undefined {
  const time = seconds * 1000 + UNIX_EPOCH;
  return time >= 0 && isInRange(Math.trunc(time)) ? instant(moment, Math.trunc(time + 0.5)) : undefined;
}

function toLocalTime(moment: Moment): Moment | undefined {
  const time = timeOf(moment);
  return time === undefined ? undefined : civil(moment, toLocal(time));
}

/** The moment whose local time this is: guessed, and bettered by what the guess is off. */
function toUtc(moment: Moment): Moment | undefined {
  if (moment.isUtc) return moment;
  const time = timeOf(moment);
  if (time === undefined) return undefined;
  let guess = time;
  for (let tries = 0; tries < 4; tries++) {
    const error = (toJulian(toLocal(guess)) ?? time) - time;
    if (error === 0) break;
    guess -= error;
  }
  return { ...instant(moment, guess), isUtc: true };
}

/** Onwards to the weekday, 0 being Sunday; stays where it is that day already. */
function toWeekday(moment: Moment, text: string): Moment | undefined {
  const number = parseNumeric(text);
  const day = number === null ? -1 : toFloat(number);
  const time = timeOf(moment);
  if (!Number.isInteger(day) || day < 0 || day > 6 || time === undefined) return undefined;
  return instant(moment, time + ((day - weekdayOf(time) + 7) % 7) * 86_400_000);
}

function toStart(moment: Moment, unit: string): Moment | undefined {
  const fields = civilOf(moment);
  if (!fields) return undefined;
  const midnight = { ...fields, hour: 0, minute: 0, second: 0 };
  switch (unit) {
    case 'day':
      return civil(moment, midnight);
    case 'month':
      return civil(moment, { ...midnight, day: 1 });
    case 'year':
      return civil(moment, { ...midnight, month: 1, day: 1 });
    default:
      return undefined;
  }
}

/** A unit's length in seconds, and the number of them that no count may reach (the whole range of dates). */
const UNITS: Readonly<Record<string, readonly [seconds: number, limit: number]>> = {
  second: [1, 4.6427e14],
  minute: [60, 7.7379e12],
  hour: [3600, 1.2897e11],
  day: [86_400, 5_373_485],
  month: [2_592_000, 176_546],
  year: [31_536_000, 14_713],
};

/** +N units, or ±HH:MM[:SS[.SSS]]. */
function shift(moment: Moment, text: string): Moment | undefined {
  const match = /^(.[^:\t-\r ]*)(:?)[\t-\r ]*(.*)$/s.exec(text);
  const count = match && parseNumeric(match[1] ?? '');
  const time = timeOf(moment);
  if (!match || count === null || time === undefined) return undefined;
  if (match[2] === ':') return shiftByTime(moment, time, text);
  const unit = UNITS[(match[3] ?? '').replace(/s$/, '')];
  const amount = toFloat(count);
  if (!unit || Math.abs(amount) >= unit[1]) return undefined;
  return shiftByUnit(moment, time, amount, (match[3] ?? '').replace(/s$/, ''), unit[0]);
}

function shiftByTime(moment: Moment, time: number, text: string): Moment | undefined {
  const distance = parseTimeOfDay(text.replace(/^[-+]/, ''));
  const end = distance && timeOf(distance);
  if (end === undefined) return undefined;
  const ms = (end - 43_200_000) % 86_400_000; // the time of day alone
  return instant(moment, text.startsWith('-') ? time - ms : time + ms);
}

/** Months and years change the date, which may overflow into the next month; their fraction counts as 30 or 365 days. */
function shiftByUnit(moment: Moment, time: number, amount: number, unit: string, seconds: number): Moment | undefined {
  const rounder = amount < 0 ? -0.5 : 0.5;
  if (unit !== 'month' && unit !== 'year') return instant(moment, time + Math.trunc(amount * 1000 * seconds + rounder));
  const fields = civilOf(moment);
  if (!fields) return undefined;
  const whole = Math.trunc(amount);
  const months = fields.month - 1 + (unit === 'month' ? whole : 0);
  const year = fields.year + Math.floor(months / 12) + (unit === 'year' ? whole : 0);
  const moved = toJulian({ ...fields, year, month: (((months % 12) + 12) % 12) + 1 });
  return moved === undefined
    ? undefined
    : instant(moment, moved + Math.trunc((amount - whole) * 1000 * seconds + rounder));
}
