import type { Host } from '../host.js';

/** How many CPUs run. Throws as `Host.readBytes`. */
export const readOnlineCpus = (host: Host): number | null =>
  parseCpuList(host.readText('/sys/devices/system/cpu/online'));

/** How many a list such as `0-3,8,10-11` names (cpuset(7)), null where it is none. Pure. */
export function parseCpuList(text: string): number | null {
  let count = 0;
  for (const part of text.trim().split(',')) {
    const match = /^(\d{1,7})(?:-(\d{1,7}))?$/.exec(part);
    if (!match) return null;
    const first = Number(match[1]);
    const last = Number(match[2] ?? first);
    if (last < first) return null;
    count += last - first + 1;
  }
  return count;
}
