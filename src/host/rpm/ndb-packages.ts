import { Refused } from '../errors.js';
import { RandomAccessFile } from '../files/random-access.js';
import { type Host, READ_MAX_BYTES } from '../host.js';
import type { RpmReading } from './packages.js';

const MAGIC = 'RpmP';
const SLOT_MAGIC = 'Slot';
const BLOB_MAGIC = 'BlbS';
const PAGE_BYTES = 4096;
const SLOT_BYTES = 16;
const BLOCK_BYTES = 16;
const BLOB_HEAD_BYTES = 16;
/** The first two slots are the file's header. */
const HEADER_SLOTS = 2;

/**
 * Headers of rpm's own database `Packages.db`, low bytes first: slots that tell where blobs are, then the blobs.
 * @throws Gone, Refused
 */
export function* readNdbPackages(host: Host, path: string, { checkpoint, warn }: RpmReading): Generator<Buffer> {
  const file = new RandomAccessFile(host, path);
  try {
    const header = file.read(0, HEADER_SLOTS * SLOT_BYTES);
    if (header.length < HEADER_SLOTS * SLOT_BYTES || header.toString('latin1', 0, 4) !== MAGIC)
      throw new Refused(path, 'no database of packages');
    const slotPages = header.readUInt32LE(12);
    for (let page = 0; page < slotPages; page++) {
      checkpoint();
      const slots = file.read(page * PAGE_BYTES, PAGE_BYTES);
      for (let at = page === 0 ? HEADER_SLOTS * SLOT_BYTES : 0; at + SLOT_BYTES <= slots.length; at += SLOT_BYTES) {
        if (slots.toString('latin1', at, at + 4) !== SLOT_MAGIC) throw new Refused(path, 'damaged');
        if (slots.readUInt32LE(at + 4) === 0) continue;
        const blob = readBlob(file, slots.subarray(at, at + SLOT_BYTES));
        if (blob) yield blob;
        else warn(`cannot read ${path}: a package is damaged`);
      }
      if (slots.length < PAGE_BYTES) break;
    }
  } finally {
    file.close();
  }
}

/** The blob that a slot tells of; undefined where it is not as the slot says. */
function readBlob(file: RandomAccessFile, slot: Buffer): Buffer | undefined {
  const at = slot.readUInt32LE(8) * BLOCK_BYTES;
  const room = slot.readUInt32LE(12) * BLOCK_BYTES;
  const head = file.read(at, BLOB_HEAD_BYTES);
  if (head.length < BLOB_HEAD_BYTES || head.toString('latin1', 0, 4) !== BLOB_MAGIC) return undefined;
  const length = head.readUInt32LE(12);
  if (head.readUInt32LE(4) !== slot.readUInt32LE(4) || length > room || length > READ_MAX_BYTES) return undefined;
  const blob = file.read(at + BLOB_HEAD_BYTES, length);
  return blob.length === length ? blob : undefined;
}
