const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** UTC in the layout of asctime(3): `Mon Jan  5 03:04:05 2026 UTC`. */
export function calendarTime(unixSeconds: number): string {
  const date = new Date(unixSeconds * 1000);
  const day = String(date.getUTCDate()).padStart(2, ' ');
  const clock = date.toISOString().slice(-13, -5);
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${clock} ${date.getUTCFullYear()} UTC`;
}

/** Parts of a local time, two digits each (the year has four). */
export function localParts(timeMs: number): Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string> {
  const date = new Date(timeMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    year: String(date.getFullYear()),
    month: two(date.getMonth() + 1),
    day: two(date.getDate()),
    hour: two(date.getHours()),
    minute: two(date.getMinutes()),
    second: two(date.getSeconds()),
  };
}

/** Local time as syslog(3) puts it: `Jan  5 03:04:05`. */
export function syslogTime(timeMs: number): string {
  const { hour, minute, second } = localParts(timeMs);
  const date = new Date(timeMs);
  return `${MONTHS[date.getMonth()]} ${String(date.getDate()).padStart(2, ' ')} ${hour}:${minute}:${second}`;
}
