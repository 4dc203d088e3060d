import { tell } from '../output.js';

/** A warning as osquery's log lines have it. */
export const logWarning = (message: string): void => logLine('W', message);

/** An error as osquery's log lines have it. */
export const logError = (message: string): void => logLine('E', message);

/** Severity, month and day, time to the microsecond, thread, place. */
function logLine(severity: 'W' | 'E', message: string): void {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = two(now.getMonth() + 1) + two(now.getDate());
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':');
  const micros = String(now.getMilliseconds() * 1000).padStart(6, '0');
  tell(`${severity}${day} ${time}.${micros} ${String(process.pid).padStart(5)} shell.ts:1] ${message}`);
}
