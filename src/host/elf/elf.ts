import { type ByteSource, damaged } from '../files/byte-source.js';

/** A section of an ELF file. */
export interface ElfSection {
  readonly name: string;
  /** Where it stands in the file. */
  readonly offset: number;
  readonly sizeBytes: number;
}

/** A part of an ELF file that is loaded into memory. */
export interface ElfSegment {
  readonly address: number;
  readonly offset: number;
  /** In the file; in memory it may be larger. */
  readonly sizeBytes: number;
  readonly isWritable: boolean;
}

const HEADER_BYTES = 64;
const LOADED = 1;
const WRITABLE = 2;
const MAX_NAMES_BYTES = 1024 * 1024;

/** An ELF file (elf(5)), of 32 or 64 bits and either order of bytes. Its parts are read as asked. */
export class Elf {
  readonly isBigEndian: boolean;
  readonly is64: boolean;
  readonly #source: ByteSource;
  readonly #header: Buffer;

  private constructor(source: ByteSource, header: Buffer) {
    this.#source = source;
    this.#header = header;
    this.is64 = header[4] === 2;
    this.isBigEndian = header[5] === 2;
  }

  /** Undefined for what is no ELF file. @throws Refused */
  static open(source: ByteSource): Elf | undefined {
    if (source.sizeBytes < HEADER_BYTES) return undefined;
    const header = source.read(0, HEADER_BYTES);
    return header.readUInt32BE(0) === 0x7f454c46 ? new Elf(source, header) : undefined;
  }

  /** False for a file that was stripped of its table of sections. */
  get hasSections(): boolean {
    return this.#u16(this.#header, this.is64 ? 60 : 48) > 0;
  }

  /** @throws Refused where the file is damaged */
  section(name: string): ElfSection | undefined {
    return this.#sections().find((section) => section.name === name);
  }

  /** Parts that are loaded, in the order of the file. @throws Refused where the file is damaged */
  segments(): ElfSegment[] {
    const [at, size, count] = this.is64
      ? [this.#word(this.#header, 32), this.#u16(this.#header, 54), this.#u16(this.#header, 56)]
      : [this.#word(this.#header, 28), this.#u16(this.#header, 42), this.#u16(this.#header, 44)];
    return this.#table(at, size, count, this.is64 ? 56 : 32).flatMap((entry) => {
      if (this.u32(entry, 0) !== LOADED) return [];
      const [offset, address, sizeBytes, flags] = this.is64
        ? [this.#word(entry, 8), this.#word(entry, 16), this.#word(entry, 32), this.u32(entry, 4)]
        : [this.#word(entry, 4), this.#word(entry, 8), this.#word(entry, 16), this.u32(entry, 24)];
      return [{ address, offset, sizeBytes, isWritable: (flags & WRITABLE) !== 0 }];
    });
  }

  /** Bytes by their address in memory, undefined where no part of the file is there. @throws Refused */
  bytesAt(address: number, length: number): Buffer | undefined {
    for (const segment of this.segments()) {
      const within = address - segment.address;
      if (within >= 0 && within + length <= segment.sizeBytes)
        return this.#source.read(segment.offset + within, length);
    }
    return undefined;
  }

  u32(bytes: Buffer, at: number): number {
    return this.isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  }

  /** A number as wide as an address. */
  #word(bytes: Buffer, at: number): number {
    if (!this.is64) return this.u32(bytes, at);
    return Number(this.isBigEndian ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at));
  }

  #u16(bytes: Buffer, at: number): number {
    return this.isBigEndian ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at);
  }

  #sections(): ElfSection[] {
    const [at, size, count, namesAt] = this.is64
      ? [this.#word(this.#header, 40), ...[58, 60, 62].map((offset) => this.#u16(this.#header, offset))]
      : [this.#word(this.#header, 32), ...[46, 48, 50].map((offset) => this.#u16(this.#header, offset))];
    const entries = this.#table(at ?? 0, size ?? 0, count ?? 0, this.is64 ? 64 : 40).map((entry) => ({
      name: this.u32(entry, 0),
      offset: this.#word(entry, this.is64 ? 24 : 16),
      sizeBytes: this.#word(entry, this.is64 ? 32 : 20),
    }));
    const names = entries[namesAt ?? 0];
    if (!names || entries.length === 0) return [];
    if (names.sizeBytes > MAX_NAMES_BYTES) throw damaged(this.#source.path);
    const text = this.#source.read(names.offset, names.sizeBytes).toString('latin1');
    return entries.map(({ name, ...place }) => ({ ...place, name: nameAt(text, name) }));
  }

  #table(at: number, size: number, count: number, least: number): Buffer[] {
    if (count === 0 || at === 0) return [];
    if (size < least) throw damaged(this.#source.path);
    const table = this.#source.read(at, size * count);
    return Array.from({ length: count }, (_, index) => table.subarray(index * size, (index + 1) * size));
  }
}

function nameAt(names: string, at: number): string {
  const end = names.indexOf('\0', at);
  return names.slice(at, end < 0 ? undefined : end);
}
