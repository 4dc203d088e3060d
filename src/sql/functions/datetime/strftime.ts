import { PLAIN_DIGITS, toFixedDecimal } from '../../../core/index.js';
import { formatValues } from '../printf/index.js';
import { isLeapYear, MS_PER_DAY } from './calendar.js';
import { dayOfYear, type Reading, timeText, toUnixSeconds, UNIX_EPOCH, weekdayOf } from './index.js';

/** A text, or what a moment gives. */
type Part = string | ((reading: Reading) => string);

interface Format {
  readonly text: string;
  /** Undefined: it holds a code that does not exist. */
  readonly parts: readonly Part[] | undefined;
}

/** The one used last: a statement mostly has one, for all of its rows. */
let known: Format = { text: '', parts: [] };

/** A moment written after a format; null where the format holds a code that does not exist. */
export function formatMoment(format: string, reading: Reading): string | null {
  if (format !== known.text) known = { text: format, parts: partsOf(format) };
  const { parts } = known;
  if (!parts) return null;
  let text = '';
  for (const part of parts) text += typeof part === 'string' ? part : part(reading);
  return text;
}

function partsOf(format: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  for (const [text, letter] of format.matchAll(/%(.?)|[^%]+/gsu)) {
    const part = letter === undefined ? text : CODES[letter];
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return parts;
}

const padded = (value: number, width: number): string => {
  const digits = String(Math.abs(Math.trunc(value)));
  return value < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
};
const two = (value: number): string => padded(value, 2);
const blankPadded = (value: number): string => String(Math.trunc(value)).padStart(2);

/** 1 to 12 */
const hourOfHalfDay = (hour: number): number => ((hour + 11) % 12) + 1;
const isAfternoon = (hour: number): boolean => hour >= 12 && hour < 24;
/** 0 is Monday. */
const dayFromMonday = (time: number): number => (weekdayOf(time) + 6) % 7;

/** ISO 8601: a week belongs to the year that its Thursday is in; the first one holds 4 January. */
function isoWeek({ time, civil }: Reading): { readonly year: number; readonly week: number } {
  const thursday = dayOfYear(time, civil) + 3 - dayFromMonday(time);
  const { year } = civil;
  if (thursday < 0) return { year: year - 1, week: weekOfDay(thursday + yearLength(year - 1)) };
  return thursday < yearLength(year)
    ? { year, week: weekOfDay(thursday) }
    : { year: year + 1, week: weekOfDay(thursday - yearLength(year)) };
}
const weekOfDay = (day: number): number => Math.trunc(day / 7) + 1;
const yearLength = (year: number): number => (isLeapYear(year) ? 366 : 365);

function secondText({ civil }: Reading): string {
  const { before, after } = toFixedDecimal(Math.min(59.999, civil.second), 3, PLAIN_DIGITS);
  return `${before.padStart(2, '0')}.${after.padEnd(3, '0')}`;
}

const CODES: Readonly<Record<string, (reading: Reading) => string>> = {
  '%': () => '%',
  d: ({ civil }) => two(civil.day),
  e: ({ civil }) => blankPadded(civil.day),
  f: secondText,
  F: ({ civil }) => `${padded(civil.year, 4)}-${two(civil.month)}-${two(civil.day)}`,
  // Before the year 0 it is negative, as in C.
  g: (reading) => two(isoWeek(reading).year % 100),
  G: (reading) => padded(isoWeek(reading).year, 4),
  H: ({ civil }) => two(civil.hour),
  I: ({ civil }) => two(hourOfHalfDay(civil.hour)),
  j: ({ time, civil }) => padded(dayOfYear(time, civil) + 1, 3),
  J: ({ time }) => formatValues('%.16g', [time / MS_PER_DAY]) ?? '',
  k: ({ civil }) => blankPadded(civil.hour),
  l: ({ civil }) => blankPadded(hourOfHalfDay(civil.hour)),
  m: ({ civil }) => two(civil.month),
  M: ({ civil }) => two(civil.minute),
  p: ({ civil }) => (isAfternoon(civil.hour) ? 'PM' : 'AM'),
  P: ({ civil }) => (isAfternoon(civil.hour) ? 'pm' : 'am'),
  R: ({ civil }) => `${two(civil.hour)}:${two(civil.minute)}`,
  s: ({ time, subsecond }) => (subsecond ? ((time - UNIX_EPOCH) / 1000).toFixed(3) : String(toUnixSeconds(time))),
  S: ({ civil }) => two(civil.second),
  T: (reading) => timeText({ ...reading, subsecond: false }),
  u: ({ time }) => String(dayFromMonday(time) + 1),
  U: ({ time, civil }) => two((dayOfYear(time, civil) + 7 - weekdayOf(time)) / 7),
  V: (reading) => two(isoWeek(reading).week),
  w: ({ time }) => String(weekdayOf(time)),
  W: ({ time, civil }) => two((dayOfYear(time, civil) + 7 - dayFromMonday(time)) / 7),
  Y: ({ civil }) => padded(civil.year, 4),
};
