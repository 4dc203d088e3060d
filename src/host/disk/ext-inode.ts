/** A file of ext2, ext3 or ext4. Times in seconds since the epoch. */
export interface ExtInode {
  readonly number: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly sizeBytes: number;
  readonly links: number;
  readonly atime: number;
  readonly mtime: number;
  /** Null in inodes too small to keep it. */
  readonly crtime: number | null;
  readonly usesExtents: boolean;
  /** Content lies in the inode itself. */
  readonly isInline: boolean;
  /** Names in it, or its content, are encrypted. */
  readonly isEncrypted: boolean;
  /** The 60 bytes that say where the content is, or hold it. */
  readonly map: Buffer;
}

const FLAG = { encrypted: 0x800, extents: 0x80000, inline: 0x1000_0000 } as const;
const FOLDER_TYPE = 0o040000;
const REGULAR_TYPE = 0o100000;

/** Pure. @param bytes of the inode, 128 at least */
export function parseExtInode(number: number, bytes: Buffer): ExtInode {
  const mode = bytes.readUInt16LE(0);
  const flags = bytes.readUInt32LE(32);
  const extraBytes = bytes.length > 130 ? bytes.readUInt16LE(128) : 0;
  const has = (end: number): boolean => 128 + extraBytes >= end && bytes.length >= end;
  // Two bits beyond 32 for the seconds, which have a sign without them.
  const time = (at: number, extraAt: number): number =>
    bytes.readInt32LE(at) + (has(extraAt + 4) ? (bytes.readUInt32LE(extraAt) & 3) * 2 ** 32 : 0);
  const isLarge = (mode & 0o170000) === REGULAR_TYPE || (mode & 0o170000) === FOLDER_TYPE;
  return {
    number,
    mode,
    uid: bytes.readUInt16LE(2) + bytes.readUInt16LE(120) * 2 ** 16,
    gid: bytes.readUInt16LE(24) + bytes.readUInt16LE(122) * 2 ** 16,
    sizeBytes: bytes.readUInt32LE(4) + (isLarge ? bytes.readUInt32LE(108) * 2 ** 32 : 0),
    links: bytes.readUInt16LE(26),
    atime: time(8, 140),
    mtime: time(16, 136),
    crtime: has(152) ? time(144, 148) : null,
    usesExtents: (flags & FLAG.extents) !== 0,
    isInline: (flags & FLAG.inline) !== 0,
    isEncrypted: (flags & FLAG.encrypted) !== 0,
    map: bytes.subarray(40, 100),
  };
}

export type ExtKind = 'regular' | 'directory' | 'symlink' | 'block' | 'character' | 'fifo' | 'socket' | 'unknown';

const KINDS: ReadonlyMap<number, ExtKind> = new Map([
  [0o010000, 'fifo'],
  [0o020000, 'character'],
  [FOLDER_TYPE, 'directory'],
  [0o060000, 'block'],
  [REGULAR_TYPE, 'regular'],
  [0o120000, 'symlink'],
  [0o140000, 'socket'],
]);

/** Pure. */
export const extKindOf = ({ mode }: ExtInode): ExtKind => KINDS.get(mode & 0o170000) ?? 'unknown';
