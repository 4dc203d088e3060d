import type { Host } from '../../host.js';
import { textOf } from '../../text.js';
import type { ProcessFolder } from './pids.js';

/** Throws as `Host.readBytes`. */
export const readCgroupPath = (host: Host, pid: ProcessFolder): string | null =>
  parseCgroupPath(textOf(host.readBytes(`/proc/${pid}/cgroup`)));

/**
 * The path in the first line of `/proc/<pid>/cgroup` (`0::/user.slice`, `9:name=systemd:/init.scope`); null where there
 * is none. With cgroup v1 that is whichever hierarchy the kernel lists first. Pure.
 */
export function parseCgroupPath(text: string): string | null {
  const end = text.indexOf('\n');
  const line = end < 0 ? text : text.slice(0, end);
  const second = line.indexOf(':', line.indexOf(':') + 1);
  return second <= 0 ? null : line.slice(second + 1);
}
