import { COST, tableOf } from '../../catalog/index.js';
import {
  type FileSystemStats,
  type Host,
  type Mount,
  readMounts,
  readOr,
  readOrWarn,
  wideCount,
} from '../../host/index.js';

/** A mounted file system; asks it for its sizes on first use, as that can block while its server is silent. */
class MountPoint {
  #stats: FileSystemStats | null | undefined;
  constructor(
    readonly host: Host,
    readonly mount: Mount,
  ) {}

  /** Null where the host refuses. */
  get stats(): FileSystemStats | null {
    // Asking an autofs would mount what it stands for; it has no space of its own.
    if (this.#stats === undefined)
      this.#stats = this.mount.type === 'autofs' ? NO_SPACE : readOr(null, () => this.host.statfs(this.mount.path));
    return this.#stats;
  }

  /** A name that is no path, such as `proc` or `server:/export`, stands for itself. */
  get deviceAlias(): string {
    const { device } = this.mount;
    return device.startsWith('/') ? readOr(device, () => this.host.canonicalPath(device)) : device;
  }
}

const NO_SPACE: FileSystemStats = {
  type: 0n,
  blockSizeBytes: 0n,
  blocks: 0n,
  blocksFree: 0n,
  blocksAvailable: 0n,
  inodes: 0n,
  inodesFree: 0n,
};

const { table, bigint, text } = tableOf<MountPoint>();

const stat = (field: keyof FileSystemStats, description: string) =>
  bigint(description, ({ stats }) => stats && wideCount(stats[field]), { cost: COST.syscall, group: 'statfs' });

/** Sizes are asked for only where the query does, and only of the mounts it is about. */
export const mounts = table({
  name: 'mounts',
  description: 'File systems mounted as this process sees them, in the order of mounting',
  rows: 40,
  sources: ['/proc/self/mounts', 'statfs(2)'],
  examples: [
    "SELECT path, blocks_available * blocks_size AS bytes_available FROM mounts WHERE type IN ('ext4', 'xfs', 'btrfs')",
    "SELECT device, flags FROM mounts WHERE path = '/tmp'",
  ],
  columns: {
    device: text(
      'What is mounted, as it was named: a device, or `proc`, `server:/export`, …',
      ({ mount }) => mount.device,
    ),
    device_alias: text('The device with its links resolved', (point) => point.deviceAlias, { cost: COST.syscall }),
    path: text('Where it is mounted', ({ mount }) => mount.path, { key: {} }),
    type: text('Kind of file system, such as ext4', ({ mount }) => mount.type),
    blocks_size: stat(
      'blockSizeBytes',
      'Size of a block in bytes; null where the host refuses, as in the columns after it',
    ),
    blocks: stat('blocks', 'Blocks in all'),
    blocks_free: stat('blocksFree', 'Blocks nobody uses'),
    blocks_available: stat('blocksAvailable', 'Blocks that a user without privilege can have'),
    inodes: stat('inodes', 'Files it can hold in all, 0 where it has no such limit'),
    inodes_free: stat('inodesFree', 'Files it can hold beyond those it has'),
    flags: text('Options it is mounted with, separated by commas', ({ mount }) => mount.options),
  },
  *scan({ host, lookup, shared, warn }) {
    const wanted = lookup.path?.values && new Set(lookup.path.values);
    for (const mount of readOrWarn([], warn, () => shared(host, readMounts))) {
      if (!wanted || wanted.has(mount.path)) yield new MountPoint(host, mount);
    }
  },
});
