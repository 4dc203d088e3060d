import { asciiLower, isNumeric, parseNumeric, toFloat, toText, type Value } from '../../../core/index.js';
import { type Civil, surplusDays, toJulian, UNIX_EPOCH } from './calendar.js';
import type { Moment } from './moment.js';

/** What follows a date. */
const REST = /^[\t-\r T]*(.*)$/s;
const TIME = /^(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?(.*)$/s;
const ZONE = /^[\t-\r ]*(?:([+-])(\d\d):(\d\d)|([zZ]))?[\t-\r ]*$/;

const EMPTY: Omit<Moment, 'at'> = { isUtc: false, subsecond: false, surplusDays: 0 };

/** The moment a time value names; undefined where it names none. `nowMs`: milliseconds since 1970. */
export function parseTimeValue(value: Value, nowMs: number): Moment | undefined {
  if (value === null) return undefined;
  if (isNumeric(value)) return { ...EMPTY, at: { kind: 'number', value: toFloat(value) } };
  return parseTimeText(toText(value), nowMs);
}

/** The moment of the statement. */
export const now = (nowMs: number): Moment => ({
  ...EMPTY,
  isUtc: true,
  at: { kind: 'instant', time: nowMs + UNIX_EPOCH },
});

function parseTimeText(text: string, nowMs: number): Moment | undefined {
  const start = text.charCodeAt(0) === DASH ? 1 : 0;
  const year = digitsAt(text, start, 4);
  const month = digitsAt(text, start + 5, 2);
  const day = digitsAt(text, start + 8, 2);
  if (year >= 0 && month >= 0 && day >= 0 && text.charCodeAt(start + 4) === DASH && text.charCodeAt(start + 7) === DASH)
    return parseDated({ year: start === 1 ? 0 - year : year, month, day }, text.slice(start + 10));
  const time = parseTimeOfDay(text);
  if (time) return time;
  const word = asciiLower(text);
  if (word === 'now') return now(nowMs);
  if (word === 'subsec' || word === 'subsecond') return { ...now(nowMs), subsecond: true };
  const number = parseNumeric(text);
  return number === null ? undefined : { ...EMPTY, at: { kind: 'number', value: toFloat(number) } };
}

const DASH = 45;
const ZERO = 48;

/** The number that so many digits from a place on make; -1 where there are other characters. */
function digitsAt(text: string, from: number, count: number): number {
  let number = 0;
  for (let at = from; at < from + count; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

type CivilDate = Pick<Civil, 'year' | 'month' | 'day'>;

function parseDated(date: CivilDate, after: string): Moment | undefined {
  const { year, month, day } = date;
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const surplus = surplusDays(date);
  const rest = after && (REST.exec(after)?.[1] ?? '');
  if (rest === '') {
    const at = { kind: 'civil', civil: { year, month, day, hour: 0, minute: 0, second: 0 } } as const;
    return { isUtc: false, subsecond: false, surplusDays: surplus, at };
  }
  const moment = parseTimeOfDay(rest, date);
  return moment && { ...moment, surplusDays: surplus };
}

const DEFAULT_DATE: CivilDate = { year: 2000, month: 1, day: 1 };

/** HH:MM[:SS[.SSS]] with a zone, possibly. Another zone than UTC makes it a moment at once. */
export function parseTimeOfDay(text: string, date = DEFAULT_DATE): Moment | undefined {
  const match = TIME.exec(text);
  const zone = match && ZONE.exec(match[4] ?? '');
  if (!match || !zone) return undefined;
  const civil: Civil = { ...date, hour: Number(match[1]), minute: Number(match[2]), second: Number(match[3] ?? 0) };
  const offset = { hour: Number(zone[2] ?? 0), minute: Number(zone[3] ?? 0) };
  if (civil.hour > 24 || civil.minute > 59 || civil.second >= 60 || offset.hour > 14 || offset.minute > 59)
    return undefined;
  const minutes = (offset.hour * 60 + offset.minute) * (zone[1] === '-' ? -1 : 1);
  const isUtc = zone[1] !== undefined || zone[4] !== undefined;
  if (minutes === 0)
    return { ...EMPTY, isUtc, at: { kind: 'civil', civil, ...(date === DEFAULT_DATE && { isTimeAlone: true }) } };
  const time = toJulian(civil);
  return time === undefined ? undefined : { ...EMPTY, isUtc, at: { kind: 'instant', time: time - minutes * 60_000 } };
}
