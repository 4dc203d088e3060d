import { Bug, decodeText } from '../../../core/index.js';
import { decodeHex, hexDigit, isHex } from './hex.js';

const [SPACE, QUOTE, EQUALS, MINUS, ZERO, NINE] = [0x20, 0x22, 0x3d, 0x2d, 0x30, 0x39];
/** A dispatcher writes what it adds to a record (names of uids, say) behind this. */
const GROUP_SEPARATOR = 0x1d;
const SLOTS = 4096;
const MISSING = -1;

/**
 * Finds the fields that are asked for in the text of a record, `key=value key="value" …`: no object is made and nothing
 * copied until a value is taken. A space ends a value, except between double quotes; of a key that comes twice the first
 * counts. The names are numbered in their order.
 */
export class FieldReader {
  readonly #names: readonly Buffer[];
  /** Numbers of names, plus one, by hash. */
  readonly #slots = new Uint8Array(SLOTS);
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(names: readonly string[]) {
    this.#names = names.map((name) => Buffer.from(name, 'latin1'));
    this.#starts = new Int32Array(names.length);
    this.#ends = new Int32Array(names.length);
    for (const [index, name] of this.#names.entries()) {
      let hash = 0;
      for (const byte of name) hash = step(hash, byte);
      if (this.#slots[hash & (SLOTS - 1)] !== 0) throw new Bug(`two names of audit fields in a slot: ${names[index]}`);
      this.#slots[hash & (SLOTS - 1)] = index + 1;
    }
  }

  /** What is found holds until the next call, and as long as the bytes do. `end` is exclusive. */
  read(bytes: Buffer, start: number, end: number): void {
    this.#bytes = bytes;
    const starts = this.#starts.fill(MISSING);
    const ends = this.#ends;
    let at = start;
    while (at < end) {
      let byte = bytes[at] as number; // within bounds, here and below
      if (byte === SPACE) {
        at++;
        continue;
      }
      if (byte === GROUP_SEPARATOR) return;
      const keyStart = at;
      let hash = 0;
      while (byte !== EQUALS && byte !== SPACE) {
        hash = step(hash, byte);
        if (++at >= end) return;
        byte = bytes[at] as number;
      }
      if (byte === SPACE) continue;
      const keyEnd = at++;
      const valueStart = at;
      for (; at < end; at++) {
        byte = bytes[at] as number;
        if (byte === SPACE || byte === GROUP_SEPARATOR) break;
        if (byte !== QUOTE) continue;
        const close = bytes.indexOf(QUOTE, at + 1);
        at = close < 0 || close >= end ? end - 1 : close;
      }
      const index = (this.#slots[hash & (SLOTS - 1)] as number) - 1;
      if (index >= 0 && starts[index] === MISSING && this.#isNamed(index, keyStart, keyEnd)) {
        starts[index] = valueStart;
        ends[index] = at;
      }
    }
  }

  has(index: number): boolean {
    return this.#start(index) !== MISSING;
  }

  /** A whole number in decimal; undefined where the field is missing or is none. */
  decimal(index: number): number | undefined {
    let at = this.#start(index);
    const end = this.#end(index);
    const isNegative = at !== MISSING && this.#bytes[at] === MINUS;
    if (isNegative) at++;
    if (at === MISSING || at >= end || end - at > 20) return undefined;
    let value = 0;
    for (; at < end; at++) {
      const byte = this.#bytes[at] as number;
      if (byte < ZERO || byte > NINE) return undefined;
      value = value * 10 + byte - ZERO;
    }
    return isNegative ? -value : value;
  }

  /** A number in hexadecimal digits, with or without 0x; beyond 2^53 it is rounded. Undefined as in {@link decimal}. */
  hex(index: number): number | undefined {
    const text = this.raw(index);
    return text !== undefined && /^(0x)?[0-9a-f]{1,16}$/i.test(text) ? Number.parseInt(text, 16) : undefined;
  }

  /** The lower 32 bits, unsigned, of a number in hexadecimal digits: flags and descriptors. 0 where the field is missing or is none. */
  low32(index: number): number {
    const start = this.#start(index);
    const end = this.#end(index);
    let value = 0;
    for (let at = Math.max(start, end - 8); start !== MISSING && at < end; at++) {
      value = (value << 4) | (hexDigit(this.#bytes[at] as number) & 15);
    }
    return value >>> 0;
  }

  /** The value as it stands, quotes and all. */
  raw(index: number): string | undefined {
    const start = this.#start(index);
    return start === MISSING ? undefined : decodeText(this.#bytes, start, this.#end(index));
  }

  /** The value without the quotes around it. */
  unquoted(index: number): string | undefined {
    const start = this.#start(index);
    if (start === MISSING) return undefined;
    const end = this.#end(index);
    const isQuoted = end - start >= 2 && this.#bytes[start] === QUOTE && this.#bytes[end - 1] === QUOTE;
    return isQuoted ? decodeText(this.#bytes, start + 1, end - 1) : decodeText(this.#bytes, start, end);
  }

  /** A text that is not trusted: quoted, or in hexadecimal digits where it holds what a quoted one must not. */
  text(index: number): string | undefined {
    const value = this.untrusted(index);
    return value && decodeText(value);
  }

  /** As {@link text}, as bytes; those of a quoted value are the record's own. */
  untrusted(index: number): Buffer | undefined {
    const start = this.#start(index);
    return start === MISSING ? undefined : untrusted(this.#bytes, start, this.#end(index));
  }

  /** Where the value stands; undefined where there is none. */
  span(index: number): readonly [start: number, end: number] | undefined {
    const start = this.#start(index);
    return start === MISSING ? undefined : [start, this.#end(index)];
  }

  #isNamed(index: number, start: number, end: number): boolean {
    const name = this.#names[index] as Buffer; // an index of the slots
    if (name.length !== end - start) return false;
    for (let i = 0; i < name.length; i++) if (name[i] !== this.#bytes[start + i]) return false;
    return true;
  }

  #start(index: number): number {
    return this.#starts[index] ?? MISSING;
  }

  #end(index: number): number {
    return this.#ends[index] ?? MISSING;
  }
}

const step = (hash: number, byte: number): number => (Math.imul(hash, 31) + byte) | 0;

/** A value that the kernel does not trust: `"as it is"` or `68657861646563696D616C`; what is neither stays, such as `(null)`. */
export function untrusted(bytes: Buffer, start: number, end: number): Buffer {
  if (bytes[start] === QUOTE) {
    return bytes.subarray(start + 1, end - start >= 2 && bytes[end - 1] === QUOTE ? end - 1 : end);
  }
  return isHex(bytes, start, end) ? decodeHex(bytes, start, end) : bytes.subarray(start, end);
}
