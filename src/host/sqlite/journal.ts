import type { RandomAccessFile } from '../files/random-access.js';
import { isPageSize } from './header.js';
import { type Overlay, PagesAt } from './overlay.js';

const MAGIC = Buffer.from('d9d505f920a163d7', 'hex');
const HEADER_BYTES = 28;
/** Stands for: as many records as the file has room for. */
const TO_THE_END = 0xffffffff;
/** A record is a page's number, the page as it was, and a checksum. */
const RECORD_FRAME_BYTES = 8;
const MAX_SUPER_NAME_BYTES = 4096;

/**
 * The pages that a transaction has overwritten, as they were before it (sqlite.org/fileformat2.html, 3): a journal that
 * is still there means that the transaction did not end, whether its program crashed or is at work now. Read through
 * them, the database is as it was before.
 * @param exists whether there is such a file: a journal whose super-journal is gone has nothing to say
 * @returns undefined for a journal that was finalised
 * @throws Refused
 */
export function readJournal(
  file: RandomAccessFile,
  exists: (path: string) => boolean,
  checkpoint: () => void,
): Overlay | undefined {
  const first = headerAt(file, 0);
  if (!first) return undefined;
  const superName = superJournal(file);
  if (superName !== undefined && !exists(superName)) return undefined;
  const offsets = new Map<number, number>();
  for (let header: Header | undefined = first; header; ) {
    const end = addRecords(file, header, first.pageBytes, offsets, checkpoint);
    header = end === undefined ? undefined : headerAt(file, Math.ceil(end / first.sectorBytes) * first.sectorBytes);
  }
  return new PagesAt(file, first.pageBytes, first.pageCount, offsets);
}

interface Header {
  readonly at: number;
  readonly records: number;
  readonly nonce: number;
  readonly pageCount: number;
  readonly sectorBytes: number;
  readonly pageBytes: number;
}

function headerAt(file: RandomAccessFile, at: number): Header | undefined {
  const bytes = file.read(at, HEADER_BYTES);
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const sectorBytes = bytes.readUInt32BE(20);
  const pageBytes = bytes.readUInt32BE(24);
  if (sectorBytes < 32 || sectorBytes > 65_536 || !isPageSize(pageBytes)) return undefined;
  return {
    at,
    records: bytes.readUInt32BE(8),
    nonce: bytes.readUInt32BE(12),
    pageCount: bytes.readUInt32BE(16),
    sectorBytes,
    pageBytes,
  };
}

/** Notes where the pages of one header are. @returns where they end; undefined where the journal does */
function addRecords(
  file: RandomAccessFile,
  { at, records, nonce, sectorBytes }: Header,
  pageBytes: number,
  offsets: Map<number, number>,
  checkpoint: () => void,
): number | undefined {
  const recordBytes = pageBytes + RECORD_FRAME_BYTES;
  let next = at + sectorBytes;
  for (let left = records; left > 0; left--) {
    checkpoint();
    const record = file.read(next, recordBytes);
    if (record.length < recordBytes) return undefined;
    const page = record.readUInt32BE(0);
    const isWhole = record.readUInt32BE(4 + pageBytes) === checksum(record.subarray(4, 4 + pageBytes), nonce);
    if (page === 0 || !isWhole) return undefined;
    offsets.set(page, next + 4);
    next += recordBytes;
  }
  return records === TO_THE_END ? undefined : next;
}

/** The nonce and every 200th byte from the end on. */
function checksum(page: Buffer, nonce: number): number {
  let sum = nonce;
  for (let at = page.length - 200; at > 0; at -= 200) sum = (sum + (page[at] ?? 0)) >>> 0;
  return sum;
}

/** The journal of a transaction over several databases, named at the end of each one's own. */
function superJournal(file: RandomAccessFile): string | undefined {
  const { sizeBytes } = file;
  const tail = file.read(Math.max(0, sizeBytes - 16), 16);
  if (tail.length < 16 || !tail.subarray(8).equals(MAGIC)) return undefined;
  const length = tail.readUInt32BE(0);
  if (length === 0 || length > MAX_SUPER_NAME_BYTES || length > sizeBytes - 16) return undefined;
  const name = file.read(sizeBytes - 16 - length, length);
  let sum = 0;
  for (const byte of name) sum = (sum + byte) >>> 0;
  return sum === tail.readUInt32BE(4) ? name.toString('utf8') : undefined;
}
