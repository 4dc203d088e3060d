import type { Host } from '../../host.js';

/** Ids of all processes (thread group leaders), ascending. Opens nothing below `/proc/<pid>`. Throws as `Host.readBytes`. */
export const listPids = (host: Host): number[] => host.listNumbers('/proc').filter((pid) => pid > 0);

/** Whether such a process exists; a thread's id counts, as the kernel answers for it too (proc(5)). */
export const hasProcess = (host: Host, pid: number): boolean =>
  Number.isSafeInteger(pid) && pid > 0 && host.exists(`/proc/${pid}`);
