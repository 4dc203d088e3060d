import { readOr } from './errors.js';
import type { Host } from './host.js';
import { readKernelStat } from './proc/kernel-stat.js';

const known = new WeakMap<Host, number>();

/**
 * When the machine started, in seconds since the epoch; null where /proc/stat does not say. Asked once per host: the
 * kernel derives it from the clock, so it moves by a second as the clock is adjusted, and every process's start with it.
 */
export function bootTimeSeconds(host: Host): number | null {
  const before = known.get(host);
  if (before !== undefined) return before;
  const now = readOr(null, () => readKernelStat(host).bootTimeSeconds);
  if (now !== null) known.set(host, now);
  return now;
}
