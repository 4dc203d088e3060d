import { Refused } from '../errors.js';
import type { DiskPart } from './disk.js';
import type { ExtInode } from './ext-inode.js';

/** Blocks of a file that lie side by side. */
export interface Run {
  /** First block in the file. */
  readonly logical: number;
  /** First block on the disk; null where zeros are meant. */
  readonly physical: number | null;
  readonly count: number;
}

const EXTENT_MAGIC = 0xf30a;
const MAX_DEPTH = 5;
const ENTRY_BYTES = 12;
/** Longer ones hold room that is not written yet, and read as zeros. */
const MAX_WRITTEN = 32_768;
const DIRECT_BLOCKS = 12;

/** Where a file's content is, in the order of the file; holes are left out. @throws Refused where the map is damaged */
export const runsOf = (inode: ExtInode, volume: DiskPart, blockBytes: number, name: string): Iterable<Run> =>
  inode.usesExtents ? extentRuns(inode.map, volume, blockBytes, name, MAX_DEPTH) : blockRuns(inode, volume, blockBytes);

function* extentRuns(
  node: Buffer,
  volume: DiskPart,
  blockBytes: number,
  name: string,
  maxDepth: number,
): Generator<Run> {
  const count = node.readUInt16LE(2);
  const depth = node.readUInt16LE(6);
  const isSound =
    node.readUInt16LE(0) === EXTENT_MAGIC && depth <= maxDepth && (count + 1) * ENTRY_BYTES <= node.length;
  if (!isSound) throw new Refused(name, 'an extent tree is damaged');
  for (let at = ENTRY_BYTES; at < (count + 1) * ENTRY_BYTES; at += ENTRY_BYTES) {
    const logical = node.readUInt32LE(at);
    if (depth > 0) {
      const child = node.readUInt32LE(at + 4) + node.readUInt16LE(at + 8) * 2 ** 32;
      // Each level is one less deep than the one above it, so that no loop can be.
      yield* extentRuns(volume.read(child * blockBytes, blockBytes), volume, blockBytes, name, depth - 1);
      continue;
    }
    const length = node.readUInt16LE(at + 4);
    const isWritten = length <= MAX_WRITTEN;
    const physical = node.readUInt32LE(at + 8) + node.readUInt16LE(at + 6) * 2 ** 32;
    yield { logical, physical: isWritten ? physical : null, count: isWritten ? length : length - MAX_WRITTEN };
  }
}

/** Twelve blocks by number, then blocks of numbers one, two and three levels deep. */
function* blockRuns({ map, sizeBytes }: ExtInode, volume: DiskPart, blockBytes: number): Generator<Run> {
  const total = Math.ceil(sizeBytes / blockBytes);
  const perBlock = blockBytes / 4;
  let logical = 0;
  function* tree(block: number, depth: number): Generator<Run> {
    const span = perBlock ** depth;
    if (block === 0)
      logical += span; // a hole
    else if (depth === 0) yield { logical: logical++, physical: block, count: 1 };
    else {
      const numbers = volume.read(block * blockBytes, blockBytes);
      for (let at = 0; at < blockBytes && logical < total; at += 4) yield* tree(numbers.readUInt32LE(at), depth - 1);
    }
  }
  for (let at = 0; at < DIRECT_BLOCKS && logical < total; at++) yield* tree(map.readUInt32LE(4 * at), 0);
  for (let depth = 1; depth <= 3 && logical < total; depth++)
    yield* tree(map.readUInt32LE(4 * (DIRECT_BLOCKS + depth - 1)), depth);
}
