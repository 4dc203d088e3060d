/** How texts of a database are written. */
export type TextEncoding = 'utf8' | 'utf16le' | 'utf16be';

/** The first 100 bytes of a database file (sqlite.org/fileformat2.html, 1.3): what reading needs of them. */
export interface DatabaseHeader {
  readonly pageBytes: number;
  /** Of a page, without what extensions keep at its end. */
  readonly usableBytes: number;
  /** As written; 0 where an old version of SQLite did not keep it. */
  readonly pageCount: number;
  readonly encoding: TextEncoding;
}

export const HEADER_BYTES = 100;
const MAGIC = Buffer.from('SQLite format 3\0');
const ENCODINGS: readonly (TextEncoding | undefined)[] = ['utf8', 'utf8', 'utf16le', 'utf16be'];
/** What SQLite asks of a page. */
const MIN_USABLE_BYTES = 480;
/** The newest read version: 2 is that with a write-ahead log. */
const MAX_READ_VERSION = 2;

/** Pure. @returns what is wrong, in words, for bytes that are no such header */
export function parseDatabaseHeader(bytes: Buffer): DatabaseHeader | string {
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return 'no SQLite database';
  const pageBytes = pageSizeOf(bytes.readUInt16BE(16));
  const usableBytes = pageBytes - (bytes[20] ?? 0);
  const encoding = ENCODINGS[bytes.readUInt32BE(56)];
  if (!isPageSize(pageBytes) || usableBytes < MIN_USABLE_BYTES || !encoding)
    return 'damaged: its header makes no sense';
  if ((bytes[19] ?? 0) > MAX_READ_VERSION) return 'written by a newer version of SQLite';
  // The count is right only where the version that wrote it also wrote the change counter.
  const isCounted = bytes.readUInt32BE(24) === bytes.readUInt32BE(92);
  return { pageBytes, usableBytes, encoding, pageCount: isCounted ? bytes.readUInt32BE(28) : 0 };
}

/** 65,536 does not fit 16 bits: 1 stands for it. */
const pageSizeOf = (written: number): number => (written === 1 ? 65_536 : written);

/** A power of two from 512 to 65,536. Pure. */
export const isPageSize = (bytes: number): boolean => bytes >= 512 && bytes <= 65_536 && (bytes & (bytes - 1)) === 0;
