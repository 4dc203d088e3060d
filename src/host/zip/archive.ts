import { inflateRawSync } from 'node:zlib';
import { Refused, TooLarge } from '../errors.js';
import { type ByteSource, bytesSource, damaged, partOf } from '../files/byte-source.js';
import { textOf } from '../text.js';

/** A file in a ZIP archive. */
export interface ZipEntry {
  readonly name: string;
  /** Unpacked, as the archive says. */
  readonly sizeBytes: number;
  readonly packedBytes: number;
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Where its own header stands. */
  readonly at: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const LOCATOR_64 = 0x07064b50;
const LOCATOR_64_BYTES = 20;
const END_64 = 0x06064b50;
const END_64_BYTES = 56;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
/** Of a million files. */
const MAX_DIRECTORY_BYTES = 128 * 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;

/**
 * The files of an archive that are wanted, in the order of its directory (APPNOTE.TXT of PKWARE; also with 64 bits, and
 * behind other bytes, as in an archive that can be run).
 * @throws Refused where it is no archive, or damaged
 */
export function* zipEntries(source: ByteSource, isWanted: (name: string) => boolean): Generator<ZipEntry> {
  const { directory, base } = readDirectory(source);
  for (let at = 0; at + CENTRAL_BYTES <= directory.length && directory.readUInt32LE(at) === CENTRAL; ) {
    const nameEnd = at + CENTRAL_BYTES + directory.readUInt16LE(at + 28);
    const end = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (end > directory.length) throw damaged(source.path);
    const name = textOf(directory.subarray(at + CENTRAL_BYTES, nameEnd));
    if (isWanted(name)) yield entryAt(directory, at, name, nameEnd, base);
    at = end;
  }
}

/**
 * A file's bytes.
 * @throws Refused (also: encrypted, or packed in a rare way), TooLarge past `limitBytes`
 */
export function readZipEntry(source: ByteSource, entry: ZipEntry, limitBytes: number): Buffer {
  const packed = packedBytes(source, entry);
  if (entry.method === STORED) {
    if (packed.sizeBytes > limitBytes) throw new TooLarge(source.path, limitBytes);
    return packed.read(0, packed.sizeBytes);
  }
  if (entry.method !== DEFLATED) throw new Refused(source.path, `packed by method ${entry.method}`);
  // What is packed is hardly ever larger than what comes of it.
  if (packed.sizeBytes > limitBytes + 1024) throw new TooLarge(source.path, limitBytes);
  try {
    return inflateRawSync(packed.read(0, packed.sizeBytes), { maxOutputLength: Math.max(1, limitBytes) });
  } catch (error) {
    if (error instanceof RangeError) throw new TooLarge(source.path, limitBytes);
    throw error instanceof Refused ? error : damaged(source.path);
  }
}

/** A file as a source of its own, read where it stands if it is not packed. Throws as {@link readZipEntry}. */
export const zipEntrySource = (source: ByteSource, entry: ZipEntry, limitBytes: number): ByteSource =>
  entry.method === STORED
    ? packedBytes(source, entry)
    : bytesSource(source.path, readZipEntry(source, entry, limitBytes));

function packedBytes(source: ByteSource, { at, packedBytes, isEncrypted }: ZipEntry): ByteSource {
  if (isEncrypted) throw new Refused(source.path, 'encrypted');
  const header = source.read(at, LOCAL_BYTES);
  if (header.readUInt32LE(0) !== LOCAL) throw damaged(source.path);
  return partOf(source, at + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28), packedBytes);
}

function readDirectory(source: ByteSource): { readonly directory: Buffer; readonly base: number } {
  const tailBytes = Math.min(source.sizeBytes, END_BYTES + MAX_COMMENT_BYTES);
  const tailAt = source.sizeBytes - tailBytes;
  const tail = source.read(tailAt, tailBytes);
  const endAt = findEnd(tail);
  if (endAt < 0) throw new Refused(source.path, 'no archive');
  let sizeBytes = tail.readUInt32LE(endAt + 12);
  let offset = tail.readUInt32LE(endAt + 16);
  let directoryEnd = tailAt + endAt;
  const locatorAt = directoryEnd - LOCATOR_64_BYTES;
  if ((offset === 0xffff_ffff || sizeBytes === 0xffff_ffff) && locatorAt >= 0) {
    const locator = source.read(locatorAt, LOCATOR_64_BYTES);
    const at = Number(locator.readBigUInt64LE(8));
    if (locator.readUInt32LE(0) !== LOCATOR_64) throw damaged(source.path);
    const end = source.read(at, END_64_BYTES);
    if (end.readUInt32LE(0) !== END_64) throw damaged(source.path);
    sizeBytes = Number(end.readBigUInt64LE(40));
    offset = Number(end.readBigUInt64LE(48));
    directoryEnd = at;
  }
  if (sizeBytes > MAX_DIRECTORY_BYTES) throw new Refused(source.path, 'more files than are looked at');
  const start = directoryEnd - sizeBytes;
  return { directory: source.read(start, sizeBytes), base: start - offset };
}

/** The last end record whose comment ends where the file does. */
function findEnd(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at--)
    if (
      tail[at] === 0x50 &&
      tail.readUInt32LE(at) === END &&
      at + END_BYTES + tail.readUInt16LE(at + 20) <= tail.length
    )
      return at;
  return -1;
}

function entryAt(directory: Buffer, at: number, name: string, extraAt: number, base: number): ZipEntry {
  const wide = wideFields(directory, extraAt, directory.readUInt16LE(at + 30));
  const field = (offset: number): number => {
    const value = directory.readUInt32LE(at + offset);
    return value === 0xffff_ffff ? (wide.next().value ?? value) : value;
  };
  const sizeBytes = field(24);
  const packedBytes = field(20);
  return {
    name,
    sizeBytes,
    packedBytes,
    method: directory.readUInt16LE(at + 10),
    isEncrypted: (directory.readUInt16LE(at + 8) & 1) !== 0,
    at: base + field(42),
  };
}

/** The fields of 64 bits that an entry's extra data holds in place of those that are all ones. */
function* wideFields(directory: Buffer, start: number, length: number): Generator<number, undefined> {
  for (let at = start; at + 4 <= start + length; ) {
    const end = at + 4 + directory.readUInt16LE(at + 2);
    if (directory.readUInt16LE(at) === 1)
      for (let next = at + 4; next + 8 <= Math.min(end, start + length); next += 8)
        yield Number(directory.readBigUInt64LE(next));
    at = end;
  }
}
