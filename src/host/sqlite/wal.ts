import type { RandomAccessFile } from '../files/random-access.js';
import { isPageSize } from './header.js';
import { type Overlay, PagesAt } from './overlay.js';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The last bit tells how checksums read their words: set, high byte first. */
const MAGIC = 0x377f0682;
const VERSION = 3_007_000;
/** Frames are read so many bytes at a time. */
const READ_BYTES = 1024 * 1024;

/**
 * What transactions have added to a database and no checkpoint has copied into it (sqlite.org/fileformat2.html, 4): the
 * newest frame of each page up to the last commit. Frames of an earlier round of the log, and whatever follows a frame
 * whose checksum is wrong, do not count.
 * @returns undefined for a log without any commit
 * @throws Refused
 */
export function readWal(file: RandomAccessFile, checkpoint: () => void): Overlay | undefined {
  const header = file.read(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return undefined;
  const magic = header.readUInt32BE(0);
  const pageBytes = header.readUInt32BE(8);
  if ((magic & ~1) !== MAGIC || header.readUInt32BE(4) !== VERSION || !isPageSize(pageBytes)) return undefined;
  const sum = new Checksum((magic & 1) === 1);
  sum.add(header, 0, FRAME_HEADER_BYTES);
  if (!sum.isAt(header, FRAME_HEADER_BYTES)) return undefined;
  const frames = new Frames(pageBytes, header.subarray(16, 24), sum);
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  const stepBytes = frameBytes * Math.max(1, Math.floor(READ_BYTES / frameBytes));
  for (let at = HEADER_BYTES; ; at += stepBytes) {
    checkpoint();
    const bytes = file.read(at, stepBytes);
    if (!frames.take(bytes, at) || bytes.length < stepBytes) break;
  }
  return frames.pageCount === 0 ? undefined : new PagesAt(file, pageBytes, frames.pageCount, frames.committed);
}

/** Where the pages of a log are. */
class Frames {
  readonly committed = new Map<number, number>();
  #open = new Map<number, number>();
  /** Of the database after the last commit; 0: there was none. */
  pageCount = 0;

  constructor(
    private readonly pageBytes: number,
    private readonly salt: Buffer,
    private readonly sum: Checksum,
  ) {}

  /** Takes whole frames that start at this byte of the log. @returns false at the first that does not belong to it */
  take(bytes: Buffer, offset: number): boolean {
    const frameBytes = FRAME_HEADER_BYTES + this.pageBytes;
    for (let at = 0; at + frameBytes <= bytes.length; at += frameBytes) {
      const page = bytes.readUInt32BE(at);
      if (page === 0 || !bytes.subarray(at + 8, at + 16).equals(this.salt)) return false;
      this.sum.add(bytes, at, at + 8);
      this.sum.add(bytes, at + FRAME_HEADER_BYTES, at + frameBytes);
      if (!this.sum.isAt(bytes, at + 16)) return false;
      this.#open.set(page, offset + at + FRAME_HEADER_BYTES);
      const pageCount = bytes.readUInt32BE(at + 4);
      if (pageCount > 0) this.#commit(pageCount);
    }
    return true;
  }

  #commit(pageCount: number): void {
    for (const [page, at] of this.#open) this.committed.set(page, at);
    this.#open = new Map();
    this.pageCount = pageCount;
  }
}

/** The log's running checksum: two sums of 32 bits over pairs of words. */
class Checksum {
  #first = 0;
  #second = 0;

  constructor(private readonly isBigEndian: boolean) {}

  /** @param end a multiple of 8 bytes behind `start` */
  add(bytes: Buffer, start: number, end: number): void {
    let first = this.#first;
    let second = this.#second;
    for (let at = start; at < end; at += 8) {
      first = (first + this.#word(bytes, at) + second) | 0;
      second = (second + this.#word(bytes, at + 4) + first) | 0;
    }
    this.#first = first;
    this.#second = second;
  }

  #word(bytes: Buffer, at: number): number {
    return this.isBigEndian ? bytes.readInt32BE(at) : bytes.readInt32LE(at);
  }

  /** Whether it is the one that is written here. */
  isAt(bytes: Buffer, at: number): boolean {
    return bytes.readInt32BE(at) === this.#first && bytes.readInt32BE(at + 4) === this.#second;
  }
}
