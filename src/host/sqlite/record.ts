import { integer, real, type Value } from '../../core/index.js';
import { READ_MAX_BYTES } from '../host.js';
import { textOfLatin1 } from '../text.js';
import type { TextEncoding } from './header.js';
import type { Payload } from './page.js';
import type { Pager } from './pager.js';
import { readSize, varintLength } from './varint.js';

/** Bytes of the serial types below 12 (sqlite.org/fileformat2.html, 2.1); 10 and 11 mean nothing in a file. */
const FIXED_BYTES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

/** A row as it is stored: its values are decoded when they are asked for. */
export class SqliteRecord {
  /** The serial type of a column, then where its value starts. */
  readonly #layout: number[] = [];
  #headerBytes = -1;
  #headerAt = 0;
  #nextValueAt = 0;
  #bytes: Buffer;
  /** Of this record in `#bytes`, which may be a whole page. */
  #start: number;
  /** As far as `#bytes` has it. */
  #present: number;
  /** What of it stands in its page. */
  readonly #local: number;
  /** Of the whole record. */
  readonly #size: number;
  /** The page that has more of it; 0: none. */
  readonly #overflow: number;

  /** @param rowid of a table's row; 0 for an index's entry */
  constructor(
    private readonly pager: Pager,
    page: Buffer,
    { start, end, bytes, overflow }: Payload,
    readonly rowid: number | bigint,
  ) {
    this.#bytes = page;
    this.#start = start;
    this.#present = end - start;
    this.#local = this.#present;
    this.#size = bytes;
    this.#overflow = overflow;
  }

  /** How many values there are: fewer than columns where some were added to the table later. @throws Refused */
  get length(): number {
    this.#locate(Number.POSITIVE_INFINITY);
    return this.#layout.length / 2;
  }

  /**
   * The value at a position; undefined: the row was written before there was such a column.
   * @throws Refused where the record is damaged, or too large
   */
  value(position: number): Value | undefined {
    this.#locate(position);
    const type = this.#layout[position * 2];
    const from = this.#layout[position * 2 + 1];
    if (type === undefined || from === undefined) return undefined;
    const size = sizeOf(type);
    this.#need(from + size);
    return decode(this.#bytes, this.#start + from, type, size, this.pager.encoding);
  }

  /** The bytes of a blob, in a buffer of others that stays as it is: copy what is kept for long. Undefined for other values. */
  bytes(position: number): Buffer | undefined {
    this.#locate(position);
    const type = this.#layout[position * 2] ?? 0;
    const from = this.#layout[position * 2 + 1] ?? 0;
    if (type < 12 || type % 2 !== 0) return undefined;
    const size = sizeOf(type);
    this.#need(from + size);
    return this.#bytes.subarray(this.#start + from, this.#start + from + size);
  }

  /** Reads the record's header as far as this column. */
  #locate(position: number): void {
    const layout = this.#layout;
    if (layout.length > position * 2) return;
    if (this.#headerBytes < 0) this.#open();
    while (layout.length <= position * 2 && this.#headerAt < this.#headerBytes) {
      const type = readSize(this.#bytes, this.#start + this.#headerAt);
      this.#headerAt += varintLength(this.#bytes, this.#start + this.#headerAt);
      const size = sizeOf(type);
      if (Number.isNaN(size) || this.#headerAt > this.#headerBytes) throw this.#damaged();
      layout.push(type, this.#nextValueAt);
      this.#nextValueAt += size;
      if (this.#nextValueAt > this.#size) throw this.#damaged();
    }
  }

  #open(): void {
    const size = readSize(this.#bytes, this.#start);
    if (size > this.#size || size < 1) throw this.#damaged();
    this.#need(size);
    this.#headerAt = varintLength(this.#bytes, this.#start);
    this.#headerBytes = size;
    this.#nextValueAt = size;
  }

  /** Makes so many bytes of the record stand together. */
  #need(length: number): void {
    if (length <= this.#present) return;
    if (length > this.#size || this.#overflow === 0) throw this.#damaged();
    if (length > READ_MAX_BYTES) throw this.pager.tooLarge(READ_MAX_BYTES);
    const local = this.#bytes.subarray(this.#start, this.#start + this.#local);
    // Columns follow one another: a record is read whole unless it is long, and then more of it each time.
    const ahead = Math.min(this.#size, READ_MAX_BYTES, Math.max(WHOLE_BYTES, 2 * this.#present));
    const wanted = Math.max(length, ahead);
    this.#bytes = this.pager.overflowing(local, this.#overflow, wanted);
    this.#start = 0;
    this.#present = wanted;
  }

  #damaged(): Error {
    return this.pager.damaged('a row contradicts itself');
  }
}

/** Records up to this size are read whole. */
const WHOLE_BYTES = 64 * 1024;

const sizeOf = (type: number): number =>
  type < FIXED_BYTES.length ? (FIXED_BYTES[type] as number) : type < 12 ? Number.NaN : (type - 12 - (type & 1)) / 2;

function decode(bytes: Buffer, at: number, type: number, size: number, encoding: TextEncoding): Value {
  switch (type) {
    case 0:
      return null;
    case 1:
      return bytes.readInt8(at);
    case 2:
      return bytes.readInt16BE(at);
    case 3:
    case 4:
    case 5:
      return bytes.readIntBE(at, size);
    case 6:
      return wideInteger(bytes, at);
    case 7:
      return real(bytes.readDoubleBE(at));
    case 8:
      return 0;
    case 9:
      return 1;
    default:
      return type % 2 === 0 ? new Uint8Array(bytes.subarray(at, at + size)) : textOf(bytes, at, at + size, encoding);
  }
}

/** High words whose integers a number holds. */
const EXACT_HIGH = 2 ** 21;

function wideInteger(bytes: Buffer, at: number): number | bigint {
  const high = bytes.readInt32BE(at);
  if (high < EXACT_HIGH && high >= -EXACT_HIGH) return integer64(high, bytes.readUInt32BE(at + 4));
  return integer(bytes.readBigInt64BE(at));
}

/** -2^53 has no number of its own. */
const integer64 = (high: number, low: number): number | bigint => {
  const value = high * 2 ** 32 + low;
  return Number.isSafeInteger(value) ? value : integer(BigInt(value));
};

/** No character, and in our texts they stand for bytes. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

function textOf(bytes: Buffer, start: number, end: number, encoding: TextEncoding): string {
  if (encoding === 'utf8') return textOfLatin1(bytes.toString('latin1', start, end));
  const whole = end - ((end - start) % 2);
  const text = bytes.subarray(start, whole);
  const units = encoding === 'utf16le' ? text : Buffer.from(text).swap16();
  return units.toString('utf16le').replace(LONE_SURROGATES, '\ufffd');
}
