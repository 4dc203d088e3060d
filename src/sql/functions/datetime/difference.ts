import { addMonths, type Civil, type JulianMs, MS_PER_DAY, toCivil, toJulian } from './calendar.js';
import { type Reading, timeText } from './index.js';

/**
 * The way from `start` to `end` as ±YYYY-MM-DD HH:MM:SS.SSS: whole months as far as they go, then days and time. Backwards
 * where `end` is the earlier one.
 */
export function differenceText(end: Reading, start: Reading): string {
  const direction = end.time >= start.time ? 1 : -1;
  const [first, last] = [toCivil(start.time), toCivil(end.time)]; // a day that its month has not is of the next one here
  const after = (count: number): JulianMs => toJulian(addMonths(first, direction * count)) ?? 0;
  let months = Math.abs(monthOf(last) - monthOf(first));
  let reached = after(months);
  while (months > 0 && (end.time - reached) * direction < 0) reached = after(--months);
  const rest = Math.abs(end.time - reached);
  const clock = timeText({ time: 0, civil: toCivil(rest + MS_PER_DAY / 2), subsecond: true });
  const fields = [
    String(Math.trunc(months / 12)).padStart(4, '0'),
    String(months % 12).padStart(2, '0'),
    String(Math.trunc(rest / MS_PER_DAY)).padStart(2, '0'),
  ];
  return `${direction > 0 ? '+' : '-'}${fields.join('-')} ${clock}`;
}

const monthOf = ({ year, month }: Civil): number => year * 12 + month - 1;
