import type * as fs from 'node:fs';

/** What a recorded machine says of one file; times in seconds. `mode` with or without the type's bits (inode(7)). */
export interface StatOverride {
  readonly mode?: bigint | undefined;
  readonly uid?: bigint | undefined;
  readonly gid?: bigint | undefined;
  readonly dev?: bigint | undefined;
  readonly rdev?: bigint | undefined;
  readonly ino?: bigint | undefined;
  readonly nlink?: bigint | undefined;
  readonly size?: bigint | undefined;
  readonly blksize?: bigint | undefined;
  readonly atime?: bigint | undefined;
  readonly mtime?: bigint | undefined;
  readonly ctime?: bigint | undefined;
  readonly btime?: bigint | undefined;
}

const TYPE_BITS = 0o170000n;

/**
 * A file's stat as a checkout anywhere gives it: owned by root, one time for all, an inode number made from the path,
 * permissions by kind (git keeps the executable bit alone), unless the record says otherwise.
 */
export function recordedStat(
  real: fs.BigIntStats,
  path: string,
  override: StatOverride | undefined,
  timeSeconds: number,
): fs.BigIntStats {
  const size = override?.size ?? (real.isDirectory() ? 4096n : real.size);
  const time = BigInt(timeSeconds);
  const stat: fs.BigIntStats = Object.assign(Object.create(Object.getPrototypeOf(real)), real, {
    mode: recordedMode(real, override?.mode),
    uid: override?.uid ?? 0n,
    gid: override?.gid ?? 0n,
    dev: override?.dev ?? 2049n,
    rdev: override?.rdev ?? 0n,
    ino: override?.ino ?? inodeOf(path),
    nlink: override?.nlink ?? (real.isDirectory() ? 2n : 1n),
    size,
    blksize: override?.blksize ?? 4096n,
    blocks: ((size + 4095n) / 4096n) * 8n,
  });
  setTimes(stat, 'atime', override?.atime ?? time);
  setTimes(stat, 'mtime', override?.mtime ?? time);
  setTimes(stat, 'ctime', override?.ctime ?? time);
  setTimes(stat, 'birthtime', override?.btime ?? time);
  return stat;
}

function recordedMode(real: fs.BigIntStats, mode: bigint | undefined): bigint {
  const type = real.mode & TYPE_BITS;
  if (mode !== undefined) return (mode & TYPE_BITS) === 0n ? type | mode : mode;
  if (real.isSymbolicLink()) return type | 0o777n;
  return type | (real.isDirectory() || (real.mode & 0o100n) !== 0n ? 0o755n : 0o644n);
}

function setTimes(stat: fs.BigIntStats, name: 'atime' | 'mtime' | 'ctime' | 'birthtime', seconds: bigint): void {
  stat[`${name}Ms`] = seconds * 1000n;
  stat[`${name}Ns`] = seconds * 1_000_000_000n;
  // A plain property on Node 20, an accessor from Node 22 on.
  Object.defineProperty(stat, name, {
    value: new Date(Number(seconds) * 1000),
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/** FNV-1a over the path, kept to 31 bits: the same number in every checkout. */
function inodeOf(path: string): bigint {
  let hash = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) hash = Math.imul(hash ^ path.charCodeAt(i), 0x01000193);
  return BigInt(hash & 0x7fffffff);
}
