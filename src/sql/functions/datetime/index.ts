import { toText, type Value } from '../../../core/index.js';
import type { FunctionEnv } from '../spec.js';
import { type Civil, isInRange, type JulianMs } from './calendar.js';
import { modify } from './modifiers.js';
import { resultOf, timeOf } from './moment.js';
import { now, parseTimeValue } from './parse.js';

export { type Civil, dayOfYear, type JulianMs, toUnixSeconds, UNIX_EPOCH, weekdayOf } from './calendar.js';

/** What the arguments of a date function come to. */
export interface Reading {
  readonly time: JulianMs;
  readonly civil: Civil;
  readonly subsecond: boolean;
}

/**
 * Reads `(timevalue, modifier…)`; no argument is the moment of the statement. undefined where a part of it is wrong,
 * null among others, or the result leaves the years -4713 to 9999.
 */
export function readMoment(values: readonly Value[], { nowMs }: FunctionEnv): Reading | undefined {
  const [value] = values;
  let moment = value === undefined ? now(nowMs) : parseTimeValue(value, nowMs);
  for (let at = 1; at < values.length; at++) {
    const modifier = values[at] as Value; // within bounds
    if (modifier === null || moment === undefined) return undefined;
    moment = modify(moment, toText(modifier), at === 1);
  }
  const time = moment && timeOf(moment);
  if (!moment || time === undefined || !isInRange(time)) return undefined;
  const civil = resultOf(moment);
  return civil && { time, civil, subsecond: moment.subsecond };
}

/** A date function: null where the arguments name no moment. */
export const ofMoment =
  (result: (reading: Reading) => Value) =>
  (env: FunctionEnv) =>
  (...values: Value[]): Value => {
    const reading = readMoment(values, env);
    return reading ? result(reading) : null;
  };

const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0');

/** YYYY-MM-DD */
export const dateText = ({ civil }: Reading): string => `${yearText(civil.year)}-${two(civil.month)}-${two(civil.day)}`;

const yearText = (year: number): string => (year < 0 ? '-' : '') + String(Math.abs(year)).padStart(4, '0');

/** HH:MM:SS, with milliseconds where these were asked for */
export function timeText({ civil, subsecond }: Reading): string {
  const minutes = `${two(civil.hour)}:${two(civil.minute)}:`;
  if (!subsecond) return minutes + two(civil.second);
  const ms = Math.trunc(civil.second * 1000 + 0.5);
  return `${minutes}${two(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}`;
}
