import { integer } from '../../core/index.js';
import { textOfLatin1 } from '../text.js';

/** What is wanted of a header, by tag (rpmtag.h). */
export const RPM_TAG = {
  sha1Header: 269,
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  installTime: 1008,
  size: 1009,
  vendor: 1011,
  group: 1016,
  arch: 1022,
  oldFileNames: 1027,
  fileSizes: 1028,
  fileModes: 1030,
  fileDigests: 1035,
  fileUserNames: 1039,
  fileGroupNames: 1040,
  sourceRpm: 1044,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  longFileSizes: 5008,
  longSize: 5009,
  fileDigestAlgo: 5011,
} as const;

const INTRO_BYTES = 8;
const ENTRY_BYTES = 16;
/** Types whose values are numbers, by their size in bytes. */
const NUMBER_BYTES = new Map([
  [2, 1],
  [3, 2],
  [4, 4],
  [5, 8],
]);
/** One text, several, and one in several languages. */
const TEXT_TYPES = new Set([6, 8, 9]);

/**
 * The header of an installed package as a database keeps it: an index of tags, then their data, high bytes first. Values
 * are decoded when they are asked for. What points out of the data counts as absent. Pure.
 */
export class RpmHeader {
  readonly #data: Buffer;

  private constructor(
    private readonly bytes: Buffer,
    private readonly entries: number,
    dataBytes: number,
  ) {
    const dataAt = INTRO_BYTES + entries * ENTRY_BYTES;
    this.#data = bytes.subarray(dataAt, dataAt + dataBytes);
  }

  /** @returns undefined for what is no header */
  static parse(bytes: Buffer): RpmHeader | undefined {
    if (bytes.length < INTRO_BYTES) return undefined;
    const entries = bytes.readUInt32BE(0);
    const dataBytes = bytes.readUInt32BE(4);
    if (entries === 0 || INTRO_BYTES + entries * ENTRY_BYTES + dataBytes > bytes.length) return undefined;
    return new RpmHeader(bytes, entries, dataBytes);
  }

  /** A text; of several, or of several languages, the first. Null where there is none. */
  text(tag: number): string | null {
    const at = this.#find(tag);
    if (at === undefined || !TEXT_TYPES.has(this.#type(at))) return null;
    return this.#textAt(this.#offset(at)) ?? null;
  }

  /** All texts of a tag. */
  texts(tag: number): string[] {
    const at = this.#find(tag);
    if (at === undefined || !TEXT_TYPES.has(this.#type(at))) return [];
    const texts: string[] = [];
    let start = this.#offset(at);
    for (let left = this.#count(at); left > 0 && start >= 0; left--) {
      const end = this.#endOf(start);
      if (end === undefined) break;
      texts.push(this.#between(start, end));
      start = end + 1;
    }
    return texts;
  }

  #textAt(start: number): string | undefined {
    const end = this.#endOf(start);
    return end === undefined ? undefined : this.#between(start, end);
  }

  #between(start: number, end: number): string {
    return textOfLatin1(this.#data.toString('latin1', start, end));
  }

  /** Where the NUL behind a text is. Most are short: no call into the system's library is worth it. */
  #endOf(start: number): number | undefined {
    const data = this.#data;
    if (start < 0) return undefined;
    for (let at = start; at < data.length; at++) if (data[at] === 0) return at;
    return undefined;
  }

  /** The first number of a tag, without a sign; a bigint beyond 2^53. Null where there is none. */
  number(tag: number): number | bigint | null {
    return this.numbers(tag, 1)[0] ?? null;
  }

  /** The numbers of a tag. @param most of them */
  numbers(tag: number, most = Number.POSITIVE_INFINITY): (number | bigint)[] {
    const at = this.#find(tag);
    const size = at === undefined ? undefined : NUMBER_BYTES.get(this.#type(at));
    if (at === undefined || size === undefined) return [];
    const start = this.#offset(at);
    if (start < 0) return [];
    const count = Math.min(most, this.#count(at), Math.floor((this.#data.length - start) / size));
    return Array.from({ length: Math.max(0, count) }, (_, i) => this.#numberAt(start + i * size, size));
  }

  #numberAt(at: number, size: number): number | bigint {
    return size === 8 ? integer(BigInt.asIntN(64, this.#data.readBigUInt64BE(at))) : this.#data.readUIntBE(at, size);
  }

  /** Where the entry of a tag is. What the database added stands behind what the package came with, and counts. */
  #find(tag: number): number | undefined {
    const { bytes } = this;
    const low = tag & 0xff;
    for (let at = INTRO_BYTES + (this.entries - 1) * ENTRY_BYTES; at >= INTRO_BYTES; at -= ENTRY_BYTES)
      if (bytes[at + 3] === low && bytes.readUInt32BE(at) === tag) return at;
    return undefined;
  }

  #type(at: number): number {
    return this.bytes.readUInt32BE(at + 4);
  }

  #offset(at: number): number {
    return this.bytes.readInt32BE(at + 8);
  }

  #count(at: number): number {
    return this.bytes.readUInt32BE(at + 12);
  }
}
