import { readOr } from '../errors.js';
import type { DiskPart } from './disk.js';
import { readExtSuperblock } from './ext-superblock.js';

/** What a volume holds, as its first blocks tell. */
export interface FileSystem {
  /** ext4, ntfs, fat32, xfs, …; crypto_luks and lvm2_member for what holds others. */
  readonly type: string;
  /** Null for what is not told there. */
  readonly blockBytes: number | null;
  readonly blocks: number | null;
  readonly inodes: number | null;
}

const HEAD_BYTES = 8192;
const BTRFS_AT = 0x10000;

/** Undefined for a volume that holds nothing we know, or cannot be read. */
export function readFileSystem(volume: DiskPart): FileSystem | undefined {
  const head = readOr(undefined, () => volume.read(0, HEAD_BYTES));
  if (!head) return undefined;
  return extOf(volume) ?? bootSectorOf(head) ?? magicOf(head) ?? btrfsOf(volume);
}

function extOf(volume: DiskPart): FileSystem | undefined {
  const ext = readOr(undefined, () => readExtSuperblock(volume));
  return ext && { type: ext.type, blockBytes: ext.blockBytes, blocks: ext.blocks, inodes: ext.inodes };
}

const has = (head: Buffer, at: number, text: string): boolean => head.toString('latin1', at, at + text.length) === text;

/** NTFS, exFAT and FAT: where the signature of boot sectors stands, and the sizes make sense. */
function bootSectorOf(head: Buffer): FileSystem | undefined {
  if (head.readUInt16LE(510) !== 0xaa55) return undefined;
  if (has(head, 3, 'EXFAT   ')) {
    const blockBytes = 2 ** Math.min(25, head.readUInt8(108) + head.readUInt8(109));
    return { type: 'exfat', blockBytes, blocks: head.readUInt32LE(92), inodes: null };
  }
  const sectorBytes = head.readUInt16LE(11);
  const perCluster = head.readUInt8(13);
  if (![512, 1024, 2048, 4096].includes(sectorBytes) || perCluster === 0) return undefined;
  if (has(head, 3, 'NTFS    ')) {
    const sectors = Number(head.readBigUInt64LE(40));
    // Above 128 the exponent of a power of 2, negated.
    const clusterSectors = perCluster <= 128 ? perCluster : 2 ** (256 - perCluster);
    return {
      type: 'ntfs',
      blockBytes: sectorBytes * clusterSectors,
      blocks: Math.floor(sectors / clusterSectors),
      inodes: null,
    };
  }
  const blocks = head.readUInt16LE(19) || head.readUInt32LE(32);
  const type = has(head, 82, 'FAT32')
    ? 'fat32'
    : has(head, 54, 'FAT12')
      ? 'fat12'
      : has(head, 54, 'FAT16')
        ? 'fat16'
        : undefined;
  return type && { type, blockBytes: sectorBytes, blocks, inodes: null };
}

function magicOf(head: Buffer): FileSystem | undefined {
  const unknown = { blockBytes: null, blocks: null, inodes: null };
  if (has(head, 0, 'XFSB'))
    return {
      type: 'xfs',
      blockBytes: head.readUInt32BE(4),
      blocks: Number(head.readBigUInt64BE(8)),
      inodes: Number(head.readBigUInt64BE(128)),
    };
  if (has(head, 4086, 'SWAPSPACE2'))
    return { type: 'swap', blockBytes: 4096, blocks: head.readUInt32LE(1028), inodes: null };
  if (has(head, 0, 'LUKS\xba\xbe')) return { type: 'crypto_luks', ...unknown };
  if (has(head, 512, 'LABELONE') && has(head, 536, 'LVM2 001')) return { type: 'lvm2_member', ...unknown };
  return has(head, 0, 'hsqs') ? { type: 'squashfs', ...unknown, blockBytes: head.readUInt32LE(12) } : undefined;
}

function btrfsOf(volume: DiskPart): FileSystem | undefined {
  const superblock = readOr(undefined, () => volume.read(BTRFS_AT, 4096));
  if (!superblock || !has(superblock, 0x40, '_BHRfS_M')) return undefined;
  const blockBytes = superblock.readUInt32LE(0x90);
  const total = Number(superblock.readBigUInt64LE(0x70));
  return { type: 'btrfs', blockBytes, blocks: blockBytes > 0 ? Math.floor(total / blockBytes) : null, inodes: null };
}
