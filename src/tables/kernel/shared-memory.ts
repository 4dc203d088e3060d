import { COST, tableOf } from '../../catalog/index.js';
import { readOrWarn, readSharedMemory, type SharedMemorySegment } from '../../host/index.js';

const { table, bigint, integer, text } = tableOf<SharedMemorySegment>();

/** Bits of the mode beyond the permissions (shmctl(2)). */
const DESTROYED = 0o1000;
const LOCKED = 0o2000;

/** Whoever may not read a segment still sees that it is there. */
export const sharedMemory = table({
  name: 'shared_memory',
  description: 'Shared memory segments of System V in our IPC namespace',
  rows: 5,
  rowCost: COST.syscall,
  sources: ['/proc/sysvipc/shm'],
  examples: [
    'SELECT shmid, owner_uid, size, attached FROM shared_memory ORDER BY size DESC',
    'SELECT m.*, p.name FROM shared_memory AS m LEFT JOIN processes AS p ON p.pid = m.creator_pid WHERE m.attached = 0',
  ],
  columns: {
    shmid: integer('Id of the segment', (segment) => segment.id, { key: { unique: true } }),
    owner_uid: bigint('User who owns it', (segment) => segment.ownerUid),
    creator_uid: bigint('User who made it', (segment) => segment.creatorUid),
    pid: bigint('Process that attached or detached it last', (segment) => segment.lastPid),
    creator_pid: bigint('Process that made it', (segment) => segment.creatorPid),
    atime: bigint(
      'When it was attached last, in seconds since the epoch; 0 for never',
      (segment) => segment.attachedAt,
    ),
    dtime: bigint(
      'When it was detached last, in seconds since the epoch; 0 for never',
      (segment) => segment.detachedAt,
    ),
    ctime: bigint('When owner or permissions changed last, in seconds since the epoch', (segment) => segment.changedAt),
    permissions: text('Mode as four octal digits, with the bits of status and locked', ({ mode }) =>
      (mode & 0o7777).toString(8).padStart(4, '0'),
    ),
    size: bigint('Bytes', (segment) => segment.sizeBytes),
    attached: integer('How many times it is attached', (segment) => segment.attached),
    status: text('dest where it goes with the last one attached', ({ mode }) => (mode & DESTROYED ? 'dest' : null)),
    locked: integer('1 where it stays in RAM', ({ mode }) => (mode & LOCKED ? 1 : 0)),
  },
  *scan({ host, lookup, warn }) {
    const wanted = lookup.shmid?.values && new Set(lookup.shmid.values);
    for (const segment of readOrWarn([], warn, () => readSharedMemory(host)))
      if (!wanted || wanted.has(segment.id)) yield segment;
  },
});
