import { asciiLower, isNumeric, parseNumeric, toFloat, toText, type Value } from '../../../core/index.js';
import { type Civil, surplusDays, toJulian, UNIX_EPOCH } from './calendar.js';
import type { Moment } from './moment.js';

const DATE = /^(-?)(\d{4})-(\d\d)-(\d\d)[\t-\r T]*(.*)$/s;
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
  const date = DATE.exec(text);
  if (date) return parseDated(date);
  const time = parseTimeOfDay(text);
  if (time) return time;
  const word = asciiLower(text);
  if (word === 'now') return now(nowMs);
  if (word === 'subsec' || word === 'subsecond') return { ...now(nowMs), subsecond: true };
  const number = parseNumeric(text);
  return number === null ? undefined : { ...EMPTY, at: { kind: 'number', value: toFloat(number) } };
}

function parseDated([, minus, year, month, day, rest = '']: RegExpExecArray): Moment | undefined {
  const date = { year: Number(`${minus}${year}`) + 0, month: Number(month), day: Number(day) };
  if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) return undefined;
  const surplus = surplusDays(date);
  if (rest === '')
    return {
      ...EMPTY,
      surplusDays: surplus,
      at: { kind: 'civil', civil: { ...date, hour: 0, minute: 0, second: 0 } },
    };
  const moment = parseTimeOfDay(rest, date);
  return moment && { ...moment, surplusDays: surplus };
}

const DEFAULT_DATE: Pick<Civil, 'year' | 'month' | 'day'> = { year: 2000, month: 1, day: 1 };

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
