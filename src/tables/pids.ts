import type { Lookup, ScanRequest } from '../catalog/index.js';
import { Gone } from '../core/index.js';
import { type Host, hasProcess, listPids, Refused } from '../host/index.js';
import { admitting } from './lookup.js';

/**
 * The processes a scan is about, ascending, with or without proof that they still exist: those a key names, else all
 * there are. A key that names processes costs nothing for any other.
 */
export function selectPids(host: Host, lookup: Lookup<number> | undefined): readonly number[] {
  const pids = lookup?.values ? lookup.values.filter((pid) => Number.isSafeInteger(pid) && pid > 0) : listPids(host);
  return lookup?.range ? pids.filter(admitting(lookup)) : pids;
}

/** As {@link selectPids}, of those named only the ones that exist. */
export function existingPids(host: Host, lookup: Lookup<number> | undefined): readonly number[] {
  const pids = selectPids(host, lookup);
  return lookup?.values ? pids.filter((pid) => hasProcess(host, pid)) : pids;
}

/**
 * Calls `read` for each process. One that ended has no rows; the first one that we may not look into is a warning:
 * "cannot read the open files of some processes: permission denied (root with CAP_SYS_PTRACE can)".
 */
export function* readEach<T>(
  pids: readonly number[],
  what: string,
  request: Pick<ScanRequest, 'checkpoint' | 'warn'>,
  read: (pid: number) => Iterable<T>,
): Generator<T> {
  let isFirst = true;
  for (const pid of pids) {
    request.checkpoint();
    try {
      yield* read(pid);
    } catch (error) {
      if (error instanceof Refused) {
        if (isFirst)
          request.warn(`cannot read the ${what} of some processes: permission denied (root with CAP_SYS_PTRACE can)`);
        isFirst = false;
      } else if (!(error instanceof Gone)) throw error;
    }
  }
}
