import { asciiLower, parseNumeric, toFloat } from '../../../core/index.js';
import { isInRange, MS_PER_DAY, toJulian, toLocal, UNIX_EPOCH, weekdayOf } from './calendar.js';
import { civil, civilOf, instant, julianOfNumber, type Moment, timeOf } from './moment.js';
import { shift } from './shift.js';

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
    case 'floor':
      return toFloor(moment);
    case 'ceiling':
      return toFloor({ ...moment, surplusDays: 0 });
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
  if (!Number.isInteger(day) || day < 0 || day > 6 || time === undefined || !civilOf(moment)) return undefined;
  return instant(moment, time + ((day - weekdayOf(time) + 7) % 7) * MS_PER_DAY);
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

/** Back into the month that the date before overflowed: the last day of February in place of 31 February. */
function toFloor(moment: Moment): Moment | undefined {
  const time = timeOf(moment);
  return time === undefined ? undefined : instant(moment, time - moment.surplusDays * MS_PER_DAY);
}
