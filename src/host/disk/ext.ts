import { Refused } from '../errors.js';
import { textOf } from '../text.js';
import type { DiskPart } from './disk.js';
import { type ExtInode, extKindOf, parseExtInode } from './ext-inode.js';
import { type Run, runsOf } from './ext-runs.js';
import { type ExtSuperblock, readExtSuperblock } from './ext-superblock.js';

/** A name in a folder. */
export interface ExtEntry {
  readonly name: string;
  readonly inode: number;
}

const ROOT = 2;
/** Folders are a few blocks long; one of 64 MiB has a million names. */
const MAX_FOLDER_BYTES = 64 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/**
 * An ext2, ext3 or ext4 file system, read from the disk itself: what is deleted, or closed to us, does not matter to
 * it, and what the kernel has not written yet is not there. Every method throws Refused where the disk is damaged.
 */
export class ExtFileSystem {
  readonly superblock: ExtSuperblock;
  readonly #volume: DiskPart;
  readonly #name: string;

  /** @throws Refused where there is no such file system */
  constructor(volume: DiskPart, name: string) {
    const superblock = readExtSuperblock(volume);
    if (!superblock) throw new Refused(name, 'no ext2, ext3 or ext4 file system');
    this.#volume = volume;
    this.#name = name;
    this.superblock = superblock;
  }

  /** Undefined for a number that no inode has, or one that is not in use. */
  inode(number: number): ExtInode | undefined {
    const { inodes, inodesPerGroup, inodeBytes, blockBytes } = this.superblock;
    if (!Number.isInteger(number) || number < 1 || number > inodes) return undefined;
    const group = Math.floor((number - 1) / inodesPerGroup);
    const index = (number - 1) % inodesPerGroup;
    const inode = parseExtInode(
      number,
      this.#volume.read(this.#inodeTable(group) * blockBytes + index * inodeBytes, inodeBytes),
    );
    return inode.mode === 0 || inode.links === 0 ? undefined : inode;
  }

  get root(): ExtInode | undefined {
    return this.inode(ROOT);
  }

  /** The inode a path leads to from the root; links are not followed. */
  find(path: string): ExtInode | undefined {
    let found = this.root;
    for (const name of path.split('/').filter(Boolean)) {
      if (!found || extKindOf(found) !== 'directory') return undefined;
      const entry = this.entries(found).find((candidate) => candidate.name === name);
      found = entry && this.inode(entry.inode);
    }
    return found;
  }

  /** Names in a folder, without `.` and `..`. Hash trees are laid over lists, which are read. */
  entries(folder: ExtInode): ExtEntry[] {
    if (folder.sizeBytes > MAX_FOLDER_BYTES) throw new Refused(this.#name, 'a folder is too large');
    const entries: ExtEntry[] = [];
    const take = (block: Buffer): void => void entries.push(...this.#entriesOf(block));
    if (folder.isInline)
      take(folder.map.subarray(4)); // the first four bytes are the number of `..`
    else this.forEachChunk(folder, (chunk) => forEachBlock(chunk, this.superblock.blockBytes, take));
    return entries;
  }

  /** Hands over a file's content piece by piece; what was never written is zeros. */
  forEachChunk(inode: ExtInode, onChunk: (chunk: Buffer) => void): void {
    if (inode.isInline) {
      if (inode.sizeBytes > inode.map.length) throw new Refused(this.#name, 'content that is kept in an attribute');
      onChunk(inode.map.subarray(0, inode.sizeBytes));
      return;
    }
    const { blockBytes } = this.superblock;
    let at = 0;
    for (const run of runsOf(inode, this.#volume, blockBytes, this.#name)) {
      const start = Math.min(run.logical * blockBytes, inode.sizeBytes);
      if (start < at) throw new Refused(this.#name, 'blocks that overlap');
      zeros(start - at, onChunk);
      at = this.#handOver(run, Math.min(start + run.count * blockBytes, inode.sizeBytes), start, onChunk);
      if (at === inode.sizeBytes) return;
    }
    zeros(inode.sizeBytes - at, onChunk);
  }

  #handOver({ physical }: Run, end: number, start: number, onChunk: (chunk: Buffer) => void): number {
    if (physical === null) zeros(end - start, onChunk);
    else
      for (let at = start; at < end; at += CHUNK_BYTES)
        onChunk(this.#volume.read(physical * this.superblock.blockBytes + at - start, Math.min(CHUNK_BYTES, end - at)));
    return end;
  }

  *#entriesOf(block: Buffer): Generator<ExtEntry> {
    for (let at = 0; at + 8 <= block.length; ) {
      const inode = block.readUInt32LE(at);
      const size = block.readUInt16LE(at + 4);
      // 64 KiB do not fit into 16 bits.
      const entryBytes = size === 0 || size === 0xffff ? block.length - at : size;
      const nameBytes = this.superblock.hasKinds ? block.readUInt8(at + 6) : block.readUInt16LE(at + 6);
      if (entryBytes < 8 || at + entryBytes > block.length || nameBytes + 8 > entryBytes) return;
      const name = block.subarray(at + 8, at + 8 + nameBytes);
      const isDots = name.length <= 2 && name.every((byte) => byte === 0x2e);
      if (inode !== 0 && nameBytes > 0 && !isDots) yield { name: textOf(Buffer.from(name)), inode };
      at += entryBytes;
    }
  }

  #inodeTable(group: number): number {
    const { blockBytes, descriptorBytes } = this.superblock;
    const perBlock = Math.floor(blockBytes / descriptorBytes);
    const block = this.#descriptorBlock(Math.floor(group / perBlock), perBlock);
    const descriptor = this.#volume.read(block * blockBytes + (group % perBlock) * descriptorBytes, descriptorBytes);
    return descriptor.readUInt32LE(8) + (descriptorBytes >= 64 ? descriptor.readUInt32LE(40) * 2 ** 32 : 0);
  }

  /** Behind the superblock; with meta groups, in the first group of those that they describe. */
  #descriptorBlock(metaGroup: number, perBlock: number): number {
    const { firstDataBlock, firstMetaGroup, blocksPerGroup, isSparse } = this.superblock;
    if (firstMetaGroup === undefined || metaGroup < firstMetaGroup) return firstDataBlock + 1 + metaGroup;
    const group = metaGroup * perBlock;
    const hasCopy = !isSparse || group <= 1 || [3, 5, 7].some((base) => isPowerOf(base, group));
    return firstDataBlock + group * blocksPerGroup + (hasCopy ? 1 : 0);
  }
}

function isPowerOf(base: number, value: number): boolean {
  let power = base;
  while (power < value) power *= base;
  return power === value;
}

function forEachBlock(chunk: Buffer, blockBytes: number, take: (block: Buffer) => void): void {
  for (let at = 0; at < chunk.length; at += blockBytes) take(chunk.subarray(at, at + blockBytes));
}

const NOTHING = Buffer.alloc(CHUNK_BYTES);

function zeros(count: number, onChunk: (chunk: Buffer) => void): void {
  for (let left = count; left > 0; left -= CHUNK_BYTES) onChunk(NOTHING.subarray(0, Math.min(left, CHUNK_BYTES)));
}
