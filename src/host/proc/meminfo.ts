import type { Host } from '../host.js';
import { parseCount } from '../numbers.js';
import { linesOf } from '../words.js';

/** Sizes in bytes (counts, such as HugePages_Total, as they are), by the names of `/proc/meminfo`. */
export type MemoryInfo = ReadonlyMap<string, number | bigint>;

/** Throws as `Host.readBytes`. */
export const readMemoryInfo = (host: Host): MemoryInfo => parseMemoryInfo(host.readText('/proc/meminfo'));

/** Lines `MemTotal:  8167848 kB` (proc_meminfo(5)); others are passed over. Pure. */
export function parseMemoryInfo(text: string): MemoryInfo {
  const sizes = new Map<string, number | bigint>();
  for (const line of linesOf(text)) {
    const match = /^([^:\s]+):\s*(\d+)(?:\s+(kB))?$/.exec(line);
    const value = parseCount(match?.[2]);
    if (match?.[1] === undefined || value === null) continue;
    sizes.set(match[1], match[3] === 'kB' && typeof value === 'number' ? value * 1024 : value);
  }
  return sizes;
}
