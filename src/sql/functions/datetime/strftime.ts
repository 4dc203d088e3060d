import { dayOfYear, type Reading, toUnixSeconds, UNIX_EPOCH, weekdayOf } from './index.js';

/** A moment written after a format; null where the format holds a code that does not exist. */
export function formatMoment(format: string, reading: Reading): string | null {
  let known = true;
  const text = format.replace(/%(.?)/gsu, (_, letter: string) => {
    const write = CODES[letter];
    known &&= write !== undefined;
    return write?.(reading) ?? '';
  });
  return known ? text : null;
}

const padded = (value: number, width: number): string => {
  const digits = String(Math.abs(Math.trunc(value)));
  return value < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
};

const CODES: Readonly<Record<string, (reading: Reading) => string>> = {
  '%': () => '%',
  d: ({ civil }) => padded(civil.day, 2),
  f: ({ civil }) => Math.min(59.999, civil.second).toFixed(3).padStart(6, '0'),
  H: ({ civil }) => padded(civil.hour, 2),
  j: ({ time, civil }) => padded(dayOfYear(time, civil) + 1, 3),
  J: ({ time }) => String(Number((time / 86_400_000).toPrecision(16))),
  m: ({ civil }) => padded(civil.month, 2),
  M: ({ civil }) => padded(civil.minute, 2),
  s: ({ time, subsecond }) => (subsecond ? ((time - UNIX_EPOCH) / 1000).toFixed(3) : String(toUnixSeconds(time))),
  S: ({ civil }) => padded(civil.second, 2),
  w: ({ time }) => String(weekdayOf(time)),
  W: ({ time, civil }) => padded((dayOfYear(time, civil) + 7 - ((weekdayOf(time) + 6) % 7)) / 7, 2),
  Y: ({ civil }) => padded(civil.year, 4),
};
