import { tell } from '../output.js';

/** A warning as osquery's log lines have it: severity, month and day, time to the microsecond, thread, place. */
export function logWarning(message: string): void {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = two(now.getMonth() + 1) + two(now.getDate());
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':');
  const micros = String(now.getMilliseconds() * 1000).padStart(6, '0');
  tell(`W${day} ${time}.${micros} ${String(process.pid).padStart(5)} shell.ts:1] ${message}`);
}
