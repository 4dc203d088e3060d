import type { Host } from '../../host.js';
import { linesOf } from '../../words.js';

/** A limit of a process (getrlimit(2)): digits or `unlimited`. */
export interface ResourceLimit {
  /** As the shell's `limit` and pam_limits name it: `nofile`, `core`. */
  readonly type: string;
  readonly soft: string;
  readonly hard: string;
}

/** What `/proc/<pid>/limits` calls them. */
const TYPES: Readonly<Record<string, string>> = {
  'address space': 'as',
  'core file size': 'core',
  'cpu time': 'cpu',
  'data size': 'data',
  'file size': 'fsize',
  'file locks': 'locks',
  'locked memory': 'memlock',
  'msgqueue size': 'msgqueue',
  'nice priority': 'nice',
  'open files': 'nofile',
  processes: 'nproc',
  'resident set': 'rss',
  'realtime priority': 'rtprio',
  'pending signals': 'sigpending',
  'stack size': 'stack',
};

/** Limits of a process, by name. Throws as `Host.readBytes`. */
export const readLimits = (host: Host, pid: number | 'self'): ResourceLimit[] =>
  parseLimits(host.readText(`/proc/${pid}/limits`));

/** `/proc/<pid>/limits` (proc_pid_limits(5)), by name. Pure. */
export function parseLimits(text: string): ResourceLimit[] {
  const limits: ResourceLimit[] = [];
  for (const line of linesOf(text)) {
    const [, name = '', soft, hard] = /^Max ([a-z ]+?) +(\d+|unlimited) +(\d+|unlimited)\b/.exec(line) ?? [];
    const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
    if (type !== undefined && soft !== undefined && hard !== undefined) limits.push({ type, soft, hard });
  }
  return limits.sort((a, b) => (a.type < b.type ? -1 : 1));
}
