import { Refused, TooLarge } from '../errors.js';
import type { RandomAccessFile } from '../files/random-access.js';
import { type DatabaseHeader, HEADER_BYTES, parseDatabaseHeader, type TextEncoding } from './header.js';
import type { Overlay } from './overlay.js';
import { BtreePage } from './page.js';

/** Pages are kept up to twice as many bytes as this: the newest, and those before them that were asked for again. */
const KEPT_BYTES = 2 * 1024 * 1024;
/** Pages that are asked for one after the other are read more and more at a time, up to so many bytes. */
const AHEAD_BYTES = 64 * 1024;

interface Kept {
  readonly bytes: Buffer;
  /** What it says as a page of a b-tree, once it was asked for as one. */
  tree: BtreePage | undefined;
}

/** The pages of a database file, read as they are asked for; few are kept. */
export class Pager {
  readonly pageBytes: number;
  readonly usableBytes: number;
  readonly pageCount: number;
  readonly encoding: TextEncoding;
  readonly #pagesKept: number;
  readonly #mostAhead: number;
  #ahead = 1;
  #kept = new Map<number, Kept>();
  #keptBefore = new Map<number, Kept>();
  #lastRead = -1;

  /**
   * @param overlays what stands before the file, the first one first
   * @param checkpoint called before each read
   * @throws Refused where this is no SQLite database
   */
  constructor(
    private readonly file: RandomAccessFile,
    private readonly overlays: readonly Overlay[],
    private readonly checkpoint: () => void,
  ) {
    const header = this.#header();
    this.pageBytes = header.pageBytes;
    this.usableBytes = header.usableBytes;
    this.encoding = header.encoding;
    const inFile = Math.ceil(file.sizeBytes / header.pageBytes);
    this.pageCount = overlays[0]?.pageCount || header.pageCount || inFile;
    this.#pagesKept = Math.max(16, Math.floor(KEPT_BYTES / this.pageBytes));
    this.#mostAhead = Math.max(1, AHEAD_BYTES / this.pageBytes);
  }

  /** @throws Refused */
  #header(): DatabaseHeader {
    const found = this.#fromOverlay(1) ?? this.file.read(0, HEADER_BYTES);
    const header = parseDatabaseHeader(found);
    if (typeof header === 'string') throw new Refused(this.file.path, header);
    for (const { pageBytes } of this.overlays)
      if (pageBytes !== header.pageBytes) throw this.damaged('its journal is of another database');
    return header;
  }

  /** A page as it is. It stays what it is. @throws Refused past the end */
  page(number: number): Buffer {
    return this.#page(number).bytes;
  }

  #page(number: number): Kept {
    const known = this.#kept.get(number);
    if (known) return known;
    const page = this.#keptBefore.get(number) ?? { bytes: this.#read(number), tree: undefined };
    this.#keep(number, page);
    return page;
  }

  /** A page of a b-tree. @throws Refused for any other */
  btreePage(number: number): BtreePage {
    const page = this.#page(number);
    page.tree ??= BtreePage.parse(page.bytes, number, this.usableBytes);
    if (!page.tree) throw this.damaged(`page ${number} is none of a table or an index`);
    return page.tree;
  }

  /**
   * A record's first bytes: what a page has of it, and what follows in a chain of pages. Nobody else has the buffer.
   * @param length of what is wanted, which the chain is expected to have
   * @throws Refused
   */
  overflowing(local: Buffer, first: number, length: number): Buffer {
    if (length > this.pageCount * this.pageBytes) throw this.damaged('a row is longer than the file');
    const bytes = Buffer.allocUnsafe(length);
    let done = local.copy(bytes, 0, 0, length);
    for (let number = first; done < length; ) {
      const page = this.page(number);
      done += page.copy(bytes, done, 4, this.usableBytes);
      number = page.readUInt32BE(0);
    }
    return bytes;
  }

  damaged(what: string): Refused {
    return new Refused(this.file.path, `damaged: ${what}`);
  }

  tooLarge(limitBytes: number): TooLarge {
    return new TooLarge(this.file.path, limitBytes);
  }

  #keep(number: number, page: Kept): void {
    if (this.#kept.size >= this.#pagesKept) {
      this.#keptBefore = this.#kept;
      this.#kept = new Map();
    }
    this.#kept.set(number, page);
  }

  #read(number: number): Buffer {
    if (number < 1 || number > this.pageCount) throw this.damaged(`there is no page ${number}`);
    this.checkpoint();
    const written = this.#fromOverlay(number);
    if (written) return this.#whole(written, number);
    this.#ahead = number === this.#lastRead + 1 ? Math.min(this.#ahead * 2, this.#mostAhead) : 1;
    const pages = Math.min(this.#ahead, this.pageCount - number + 1);
    const bytes = this.file.read((number - 1) * this.pageBytes, pages * this.pageBytes);
    this.#lastRead = number;
    for (let ahead = 1; ahead < pages; ahead++) {
      const page = bytes.subarray(ahead * this.pageBytes, (ahead + 1) * this.pageBytes);
      if (page.length < this.pageBytes) break;
      this.#lastRead = number + ahead;
      if (!this.#isKnown(number + ahead)) this.#keep(number + ahead, { bytes: page, tree: undefined });
    }
    return this.#whole(bytes.subarray(0, this.pageBytes), number);
  }

  /** What overlays have is not to be taken from the file. */
  #isKnown(number: number): boolean {
    return this.#kept.has(number) || this.overlays.some((overlay) => overlay.has(number));
  }

  #fromOverlay(number: number): Buffer | undefined {
    for (const overlay of this.overlays) {
      const bytes = overlay.read(number);
      if (bytes) return bytes;
    }
    return undefined;
  }

  #whole(bytes: Buffer, number: number): Buffer {
    if (bytes.length < this.pageBytes) throw this.damaged(`page ${number} is cut off`);
    return bytes;
  }
}
