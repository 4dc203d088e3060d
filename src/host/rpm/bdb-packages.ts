import { Refused } from '../errors.js';
import { RandomAccessFile } from '../files/random-access.js';
import { type Host, READ_MAX_BYTES } from '../host.js';
import { isPageSize } from '../sqlite/header.js';
import type { RpmReading } from './packages.js';

const HASH_MAGIC = 0x061561;
const META_BYTES = 72;
const PAGE_HEADER_BYTES = 26;
/** Types of pages with keys and values. */
const HASH_PAGES = new Set([2, 13]);
const OVERFLOW_PAGE = 7;
/** How an item is kept: in its page, or in a chain of others. */
const INLINE = 1;
const OFF_PAGE = 3;

/**
 * Headers of `Packages`, a hash of Berkeley DB: the keys are the packages' numbers, 0 is that of a counter. Pages are read
 * in the order of the file.
 * @throws Gone, Refused
 */
export function* readBdbPackages(host: Host, path: string, reading: RpmReading): Generator<Buffer> {
  const file = new RandomAccessFile(host, path);
  try {
    yield* new BdbHash(file, reading).values();
  } finally {
    file.close();
  }
}

class BdbHash {
  readonly #isBig: boolean;
  readonly #pageBytes: number;
  readonly #lastPage: number;

  /** @throws Refused */
  constructor(
    private readonly file: RandomAccessFile,
    private readonly reading: RpmReading,
  ) {
    const meta = file.read(0, META_BYTES);
    if (meta.length < META_BYTES) throw new Refused(file.path, 'no database of packages');
    this.#isBig = meta.readUInt32BE(12) === HASH_MAGIC;
    if (!this.#isBig && meta.readUInt32LE(12) !== HASH_MAGIC) throw new Refused(file.path, 'no database of packages');
    this.#pageBytes = this.#u32(meta, 20);
    if (!isPageSize(this.#pageBytes)) throw new Refused(file.path, 'damaged');
    this.#lastPage = Math.min(this.#u32(meta, 32), Math.floor(file.sizeBytes / this.#pageBytes));
  }

  *values(): Generator<Buffer> {
    for (let number = 1; number <= this.#lastPage; number++) {
      const page = this.#page(number);
      if (page && HASH_PAGES.has(page[25] ?? 0)) yield* this.#valuesOf(page);
    }
  }

  /** Items by turns a key and its value; they lie from the end of the page downwards. */
  *#valuesOf(page: Buffer): Generator<Buffer> {
    const items = this.#u16(page, 20);
    if (PAGE_HEADER_BYTES + items * 2 > page.length) return this.#warn();
    let end = page.length;
    let isCounter = false;
    for (let item = 0; item < items; item++) {
      const at = this.#u16(page, PAGE_HEADER_BYTES + item * 2);
      if (at < PAGE_HEADER_BYTES || at >= end) return this.#warn();
      const bytes = page.subarray(at, end);
      if (item % 2 === 0) isCounter = bytes.length === 5 && bytes.readUInt32LE(1) === 0;
      else if (!isCounter) {
        const value = this.#value(bytes);
        if (value) yield value;
        else this.#warn();
      }
      end = at;
    }
  }

  #value(item: Buffer): Buffer | undefined {
    if (item[0] === INLINE) return Buffer.from(item.subarray(1));
    if (item[0] !== OFF_PAGE || item.length < 12) return undefined;
    return this.#chained(this.#u32(item, 4), this.#u32(item, 8));
  }

  /** Each page of a chain brings something, so a chain that is a ring ends, too. */
  #chained(first: number, length: number): Buffer | undefined {
    if (length > READ_MAX_BYTES || length > this.file.sizeBytes) return undefined;
    const value = Buffer.allocUnsafe(length);
    for (let done = 0, number = first; done < length; ) {
      const page = this.#page(number);
      const part = page?.[25] === OVERFLOW_PAGE ? this.#u16(page, 22) : 0;
      if (!page || part === 0 || part > page.length - PAGE_HEADER_BYTES) return undefined;
      done += page.copy(value, done, PAGE_HEADER_BYTES, PAGE_HEADER_BYTES + part);
      number = this.#u32(page, 16);
    }
    return value;
  }

  #page(number: number): Buffer | undefined {
    this.reading.checkpoint();
    if (number < 1 || number > this.#lastPage) return undefined;
    const page = this.file.read(number * this.#pageBytes, this.#pageBytes);
    return page.length === this.#pageBytes ? page : undefined;
  }

  #warn(): void {
    this.reading.warn(`cannot read ${this.file.path}: a package is damaged`);
  }

  #u32(bytes: Buffer, at: number): number {
    return this.#isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  }

  #u16(bytes: Buffer, at: number): number {
    return this.#isBig ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at);
  }
}
