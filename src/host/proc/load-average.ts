import type { Host } from '../host.js';
import { words } from '../words.js';

/** Load over the last 1, 5 and 15 minutes; null where the kernel does not say. */
export type LoadAverage = readonly [number | null, number | null, number | null];

/** Throws as `Host.readBytes`. */
export const readLoadAverage = (host: Host): LoadAverage => parseLoadAverage(host.readText('/proc/loadavg'));

/** `/proc/loadavg`: `0.20 0.18 0.12 1/80 11206` (proc_loadavg(5)). Pure. */
export function parseLoadAverage(text: string): LoadAverage {
  const [one, five, fifteen] = words(text).map((word) => (/^\d+\.\d+$/.test(word) ? Number(word) : null));
  return [one ?? null, five ?? null, fifteen ?? null];
}
