import * as fs from 'node:fs';
import type { FileSystemStats } from './facts.js';
import { textOf } from './text.js';

/** Bytes read, 0 at the end, and for a FIFO or terminal with nothing to say. */
export function readSome(fd: number, buffer: Buffer, offset: number): number {
  try {
    return fs.readSync(fd, buffer, offset, buffer.length - offset, null);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0; // fs throws nothing else than these
    throw error;
  }
}

/** A link's target: as a string at once, which saves a quarter of the time; as bytes where that may have lost some. */
export function readLinkText(real: string | Buffer): string {
  const text = fs.readlinkSync(real);
  return text.includes('\uFFFD') ? textOf(fs.readlinkSync(real, 'buffer')) : text;
}

/** Those names that are decimal numbers above or equal to 0, ascending. */
export function toNumbers(names: readonly string[]): number[] {
  const numbers: number[] = [];
  let isSorted = true;
  for (const name of names) {
    const first = name.charCodeAt(0);
    if (first < 0x30 || first > 0x39 || !/^(0|[1-9]\d{0,14})$/.test(name)) continue;
    const number = Number(name);
    if (number < (numbers.at(-1) ?? -1)) isSorted = false;
    numbers.push(number);
  }
  return isSorted ? numbers : numbers.sort((a, b) => a - b);
}

/** statfs(2). */
export function statfsOf(real: string | Buffer): FileSystemStats {
  const stats = fs.statfsSync(real, { bigint: true });
  return {
    type: stats.type,
    blockSizeBytes: stats.bsize,
    blocks: stats.blocks,
    blocksFree: stats.bfree,
    blocksAvailable: stats.bavail,
    inodes: stats.files,
    inodesFree: stats.ffree,
  };
}
