/** Milliseconds since noon of 24 November 4714 BC (Gregorian), the start of Julian days. */
export type JulianMs = number;

export const MS_PER_DAY = 86_400_000;
const HALF_DAY = MS_PER_DAY / 2;

/** Julian day 2440587.5. */
export const UNIX_EPOCH: JulianMs = 210_866_760_000_000;
/** 9999-12-31 23:59:59.999 */
const LAST: JulianMs = 464_269_060_799_999;

export const isInRange = (time: JulianMs): boolean => time >= 0 && time <= LAST;

/** A date and time of day as written: the day may be one that its month has not. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** With its fraction. */
  readonly second: number;
}

/** The moment of a date in the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 7); undefined outside -4713 to 9999. */
export function toJulian({ year, month, day, hour, minute, second }: Civil): JulianMs | undefined {
  if (year < -4713 || year > 9999) return undefined;
  const [y, m] = month <= 2 ? [year - 1, month + 12] : [year, month];
  const century = Math.trunc(y / 100);
  const leap = 2 - century + Math.trunc(century / 4);
  const days = Math.trunc((36525 * (y + 4716)) / 100) + Math.trunc((306001 * (m + 1)) / 10000) + day + leap - 1524.5;
  return days * MS_PER_DAY + hour * 3_600_000 + minute * 60_000 + Math.trunc(second * 1000 + 0.5);
}

/** The reverse, for a moment in range. */
export function toCivil(time: JulianMs): Civil {
  const z = Math.trunc((time + HALF_DAY) / MS_PER_DAY);
  const alpha = Math.trunc((z - 1867216.25) / 36524.25);
  const b = z + 1 + alpha - Math.trunc(alpha / 4) + 1524;
  const c = Math.trunc((b - 122.1) / 365.25);
  const d = Math.trunc((36525 * c) / 100);
  const e = Math.trunc((b - d) / 30.6001);
  const month = e < 14 ? e - 1 : e - 13;
  const ms = (time + HALF_DAY) % MS_PER_DAY;
  return {
    year: month > 2 ? c - 4716 : c - 4715,
    month,
    day: b - d - Math.trunc(30.6001 * e),
    hour: Math.trunc(ms / 3_600_000),
    minute: Math.trunc(ms / 60_000) % 60,
    second: (ms % 60_000) / 1000,
  };
}

export const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** The same day and time so many months later; a day that this month has not overflows into the next. */
export function addMonths(civil: Civil, count: number): Civil {
  const months = civil.year * 12 + civil.month - 1 + count;
  return { ...civil, year: Math.floor(months / 12), month: (((months % 12) + 12) % 12) + 1 };
}

/** How many days a date has beyond the end of its month. */
export function surplusDays({ year, month, day }: Pick<Civil, 'year' | 'month' | 'day'>): number {
  if (day <= 28) return 0;
  const length = month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return Math.max(0, day - length);
}

/** 0 is Sunday. */
export const weekdayOf = (time: JulianMs): number => Math.trunc((time + HALF_DAY + MS_PER_DAY) / MS_PER_DAY) % 7;

/** Whole days since 1 January of the year. */
export function dayOfYear(time: JulianMs, civil: Civil): number {
  const start = toJulian({ ...civil, month: 1, day: 1 }) ?? 0;
  return Math.trunc((time - start + HALF_DAY) / MS_PER_DAY);
}

/** Whole seconds since 1970. */
export const toUnixSeconds = (time: JulianMs): number => Math.trunc(time / 1000) - UNIX_EPOCH / 1000;

/** The civil time of a moment in the time zone of this process (`TZ`, /etc/localtime). */
export function toLocal(time: JulianMs): Civil {
  const date = new Date(time - UNIX_EPOCH);
  return {
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds() + date.getMilliseconds() / 1000,
  };
}
