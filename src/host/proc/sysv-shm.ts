import type { Host } from '../host.js';
import { parseCount } from '../numbers.js';
import { linesOf, words } from '../words.js';

type Count = number | bigint | null;

/** A shared memory segment of System V (shmget(2)). Times are seconds since the epoch, 0 for never. */
export interface SharedMemorySegment {
  readonly id: number;
  /** Permissions, and beyond them 01000 for "goes when nobody is attached" and 02000 for "locked in RAM". */
  readonly mode: number;
  readonly sizeBytes: Count;
  readonly creatorPid: Count;
  readonly lastPid: Count;
  readonly attached: number | null;
  readonly ownerUid: Count;
  readonly creatorUid: Count;
  readonly attachedAt: Count;
  readonly detachedAt: Count;
  readonly changedAt: Count;
}

/** Those of our IPC namespace. Throws as `Host.readBytes`; Gone where the kernel has no System V IPC. */
export const readSharedMemory = (host: Host): SharedMemorySegment[] =>
  parseSharedMemory(host.readText('/proc/sysvipc/shm'));

/** `/proc/sysvipc/shm`: a heading, then a line per segment. Pure. */
export function parseSharedMemory(text: string): SharedMemorySegment[] {
  const segments: SharedMemorySegment[] = [];
  for (const line of linesOf(text)) {
    const fields = words(line);
    const [, id, mode = '', size, creatorPid, lastPid, attached, uid, , creatorUid] = fields;
    if (fields.length < 14 || !/^\d{1,10}$/.test(id ?? '') || !/^[0-7]{1,6}$/.test(mode)) continue;
    segments.push({
      id: Number(id),
      mode: Number.parseInt(mode, 8),
      sizeBytes: parseCount(size),
      creatorPid: parseCount(creatorPid),
      lastPid: parseCount(lastPid),
      attached: Number(parseCount(attached)),
      ownerUid: parseCount(uid),
      creatorUid: parseCount(creatorUid),
      attachedAt: parseCount(fields[11]),
      detachedAt: parseCount(fields[12]),
      changedAt: parseCount(fields[13]),
    });
  }
  return segments;
}
