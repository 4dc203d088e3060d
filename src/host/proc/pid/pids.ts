import type { Host } from '../../host.js';

/** What stands behind /proc/ for a process, or for one of its threads. */
export type ProcessFolder = number | `${number}/task/${number}`;

/** Ids of all processes (thread group leaders), ascending. Opens nothing below `/proc/<pid>`. Throws as `Host.readBytes`. */
export const listPids = (host: Host): number[] => host.listNumbers('/proc').filter((pid) => pid > 0);

/** Whether such a process exists; a thread's id counts, as the kernel answers for it too (proc(5)). */
export const hasProcess = (host: Host, pid: number): boolean =>
  Number.isSafeInteger(pid) && pid > 0 && host.exists(`/proc/${pid}`);

/** Ids of a process's threads, ascending, its own among them. Throws as `Host.readBytes`. */
export const listThreads = (host: Host, pid: number): number[] => host.listNumbers(`/proc/${pid}/task`);
