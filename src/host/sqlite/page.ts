import { HEADER_BYTES } from './header.js';
import { readSize, varintLength } from './varint.js';

/** What a page of a b-tree is: its first byte. */
const KINDS = new Map([
  [0x02, { isLeaf: false, isIndex: true }],
  [0x05, { isLeaf: false, isIndex: false }],
  [0x0a, { isLeaf: true, isIndex: true }],
  [0x0d, { isLeaf: true, isIndex: false }],
]);

/** Where the bytes of a record are. */
export interface Payload {
  /** Of the part that stands in the page. */
  readonly start: number;
  readonly end: number;
  /** Of the whole record. */
  readonly bytes: number;
  /** The page that has more of it; 0: none. */
  readonly overflow: number;
}

/** A page of a b-tree (sqlite.org/fileformat2.html, 1.6). What it says is held against its own bounds. */
export class BtreePage {
  readonly isLeaf: boolean;
  readonly isIndex: boolean;
  /** How many cells there are. */
  readonly count: number;
  readonly #pointersAt: number;

  private constructor(
    readonly bytes: Buffer,
    private readonly usableBytes: number,
    private readonly headerAt: number,
    { isLeaf, isIndex }: { readonly isLeaf: boolean; readonly isIndex: boolean },
  ) {
    this.isLeaf = isLeaf;
    this.isIndex = isIndex;
    this.count = bytes.readUInt16BE(headerAt + 3);
    this.#pointersAt = headerAt + (isLeaf ? 8 : 12);
  }

  /** @returns undefined for a page that is none of a b-tree, or contradicts itself */
  static parse(bytes: Buffer, page: number, usableBytes: number): BtreePage | undefined {
    const headerAt = page === 1 ? HEADER_BYTES : 0;
    const kind = KINDS.get(bytes[headerAt] ?? 0);
    if (!kind) return undefined;
    const parsed = new BtreePage(bytes, usableBytes, headerAt, kind);
    return parsed.#pointersAt + 2 * parsed.count <= usableBytes ? parsed : undefined;
  }

  /** Where a cell starts; undefined where that is outside the page. */
  cellAt(index: number): number | undefined {
    const at = this.bytes.readUInt16BE(this.#pointersAt + 2 * index);
    return at >= this.#pointersAt + 2 * this.count && at < this.usableBytes ? at : undefined;
  }

  /** The page below that holds what comes before a cell's key; behind the last cell, what comes after all of them. */
  childAt(index: number): number | undefined {
    if (index === this.count) return this.bytes.readUInt32BE(this.headerAt + 8);
    const at = this.cellAt(index);
    return at === undefined || at + 4 > this.usableBytes ? undefined : this.bytes.readUInt32BE(at);
  }

  /** Where the rowid of a table's cell is written; `at` is where the cell starts. */
  rowidAt(at: number): number {
    return this.isLeaf ? at + varintLength(this.bytes, at) : at + 4;
  }

  /** The record of a cell; undefined where it does not fit the page. Cells inside a table's tree have none. */
  payloadAt(at: number): Payload | undefined {
    const { bytes, usableBytes } = this;
    const sizeAt = this.isLeaf ? at : at + 4;
    const size = readSize(bytes, sizeAt);
    let start = sizeAt + varintLength(bytes, sizeAt);
    if (!this.isIndex) start += varintLength(bytes, start);
    const local = this.#localBytes(size);
    const end = start + local;
    if (local === size) return end <= usableBytes ? { start, end, bytes: size, overflow: 0 } : undefined;
    return end + 4 <= usableBytes ? { start, end, bytes: size, overflow: bytes.readUInt32BE(end) } : undefined;
  }

  /** How much of a record stands in the page: what is left then fills whole overflow pages, if it can. */
  #localBytes(size: number): number {
    const usable = this.usableBytes;
    const most = this.isIndex ? Math.floor(((usable - 12) * 64) / 255) - 23 : usable - 35;
    if (size <= most) return size;
    const least = Math.floor(((usable - 12) * 32) / 255) - 23;
    const filling = least + ((size - least) % (usable - 4));
    return filling <= most ? filling : least;
  }
}
