import type { DiskPart } from './disk.js';

/** What the superblock of an ext2, ext3 or ext4 file system says (kernel documentation, filesystems/ext4). */
export interface ExtSuperblock {
  readonly type: 'ext2' | 'ext3' | 'ext4';
  readonly blockBytes: number;
  readonly blocks: number;
  readonly inodes: number;
  readonly inodeBytes: number;
  readonly inodesPerGroup: number;
  readonly blocksPerGroup: number;
  readonly firstDataBlock: number;
  readonly descriptorBytes: number;
  /** Group of groups from which on descriptors lie in the groups themselves; undefined where none do. */
  readonly firstMetaGroup: number | undefined;
  /** Only some groups have copies of the superblock. */
  readonly isSparse: boolean;
  /** Entries of folders tell kinds. */
  readonly hasKinds: boolean;
}

const SUPERBLOCK_AT = 1024;
const SUPERBLOCK_BYTES = 1024;
const MAGIC = 0xef53;
const HAS_JOURNAL = 0x4;
const INCOMPAT = { fileType: 0x2, metaGroups: 0x10, extents: 0x40, is64Bit: 0x80, flexGroups: 0x200 } as const;
const SPARSE_SUPER = 0x1;
const ONLY_EXT4 = 0x8 | 0x10 | 0x20 | 0x40 | 0x400; // huge_file, gdt_csum, dir_nlink, extra_isize, metadata_csum

/** Undefined where there is none. Throws as `DiskPart.read`. */
export function readExtSuperblock(volume: DiskPart): ExtSuperblock | undefined {
  const block = volume.read(SUPERBLOCK_AT, SUPERBLOCK_BYTES);
  if (block.readUInt16LE(56) !== MAGIC) return undefined;
  const [compat, incompat, readOnly] = [block.readUInt32LE(92), block.readUInt32LE(96), block.readUInt32LE(100)];
  const is64Bit = (incompat & INCOMPAT.is64Bit) !== 0;
  const inodeBytes = block.readUInt32LE(76) === 0 ? 128 : block.readUInt16LE(88);
  const isExt4 =
    (incompat & (INCOMPAT.extents | INCOMPAT.is64Bit | INCOMPAT.flexGroups)) !== 0 || (readOnly & ONLY_EXT4) !== 0;
  const superblock: ExtSuperblock = {
    type: isExt4 ? 'ext4' : compat & HAS_JOURNAL ? 'ext3' : 'ext2',
    blockBytes: 1024 * 2 ** Math.min(block.readUInt32LE(24), 20),
    blocks: block.readUInt32LE(4) + (is64Bit ? block.readUInt32LE(336) * 2 ** 32 : 0),
    inodes: block.readUInt32LE(0),
    inodeBytes,
    inodesPerGroup: block.readUInt32LE(40),
    blocksPerGroup: block.readUInt32LE(32),
    firstDataBlock: block.readUInt32LE(20),
    descriptorBytes: is64Bit ? Math.max(32, block.readUInt16LE(254)) : 32,
    firstMetaGroup: incompat & INCOMPAT.metaGroups ? block.readUInt32LE(260) : undefined,
    isSparse: (readOnly & SPARSE_SUPER) !== 0,
    hasKinds: (incompat & INCOMPAT.fileType) !== 0,
  };
  return isSound(superblock) ? superblock : undefined;
}

const isSound = (block: ExtSuperblock): boolean =>
  block.blockBytes <= 65_536 &&
  block.inodesPerGroup > 0 &&
  block.blocksPerGroup > 0 &&
  block.inodeBytes >= 128 &&
  block.inodeBytes <= block.blockBytes &&
  block.descriptorBytes <= block.blockBytes;
