import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

export interface MadeZipFile {
  readonly name: string;
  readonly bytes: string | Buffer;
  /** Default: packed. */
  readonly isStored?: boolean;
  /** What the archive says of the unpacked size, where that is a lie. */
  readonly saidBytes?: number;
}

/** A ZIP archive of some files, with sizes and offsets of 64 bits where asked. */
export function madeZip(files: readonly MadeZipFile[], options: { readonly is64?: boolean } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes, isStored = false, saidBytes } of files) {
    const plain = Buffer.from(bytes as string); // either kind is taken
    const packed = isStored ? plain : deflateRawSync(plain);
    const title = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(isStored ? 0 : 8, 8);
    local.writeUInt16LE(title.length, 26);
    parts.push(local, title, packed);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(isStored ? 0 : 8, 10);
    central.writeUInt32LE(checksum(plain), 16);
    central.writeUInt16LE(title.length, 28);
    const fields = [saidBytes ?? plain.length, packed.length, at];
    let extra = Buffer.alloc(0);
    if (options.is64) {
      extra = Buffer.alloc(4 + 8 * fields.length);
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(8 * fields.length, 2);
      for (const [index, field] of fields.entries()) extra.writeBigUInt64LE(BigInt(field), 4 + 8 * index);
    }
    for (const [index, offset] of [24, 20, 42].entries())
      central.writeUInt32LE(options.is64 ? 0xffff_ffff : (fields[index] ?? 0), offset);
    central.writeUInt16LE(extra.length, 30);
    directory.push(central, title, extra);
    at += local.length + title.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(options.is64 ? 0xffff_ffff : central.length, 12);
  end.writeUInt32LE(options.is64 ? 0xffff_ffff : at, 16);
  return Buffer.concat([...parts, central, ...(options.is64 ? ends64(central.length, at) : []), end]);
}

function ends64(sizeBytes: number, at: number): Buffer[] {
  const end = Buffer.alloc(56);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(BigInt(sizeBytes), 40);
  end.writeBigUInt64LE(BigInt(at), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(at + sizeBytes), 8);
  return [end, locator];
}

/** Node 20 has it from 20.15 on. */
const checksum = (bytes: Buffer): number => (typeof crc32 === 'function' ? crc32(bytes) : 0);

/** An ELF file of 64 bits whose one loaded part is all of it, with some sections; none gets a table of sections. */
export function madeElf(
  sections: Readonly<Record<string, Buffer>>,
  options: { readonly isStripped?: boolean } = {},
): Buffer {
  const headBytes = 64 + 56;
  const padded = Object.entries(sections).map(([name, bytes]) => ({
    name,
    sizeBytes: bytes.length,
    bytes: Buffer.concat([bytes, Buffer.alloc((16 - (bytes.length % 16)) % 16)]),
  }));
  const names = Buffer.from(`\0${padded.map(({ name }) => `${name}\0`).join('')}.shstrtab\0`);
  // Go looks at offsets from where a segment begins: they are multiples of 16.
  const start = Math.ceil(headBytes / 16) * 16;
  let at = start;
  const places = padded.map(({ bytes }) => {
    const place = at;
    at += bytes.length;
    return place;
  });
  const body = Buffer.concat([...padded.map(({ bytes }) => bytes), names]);
  const header = Buffer.alloc(start);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(1, 56);
  header.writeUInt32LE(1, 64);
  header.writeUInt32LE(6, 68);
  header.writeBigUInt64LE(BigInt(start), 72);
  header.writeBigUInt64LE(0x40_0000n, 80);
  header.writeBigUInt64LE(BigInt(body.length), 96);
  if (options.isStripped) return Buffer.concat([header, body]);
  header.writeBigUInt64LE(BigInt(start + body.length), 40);
  header.writeUInt16LE(64, 58);
  header.writeUInt16LE(padded.length + 2, 60);
  header.writeUInt16LE(padded.length + 1, 62);
  const entry = (name: string, offset: number, sizeBytes: number): Buffer => {
    const bytes = Buffer.alloc(64);
    bytes.writeUInt32LE(names.indexOf(`${name}\0`), 0);
    bytes.writeBigUInt64LE(BigInt(offset), 24);
    bytes.writeBigUInt64LE(BigInt(sizeBytes), 32);
    return bytes;
  };
  const entries = padded.map(({ name, sizeBytes }, index) => entry(name, places[index] ?? 0, sizeBytes));
  return Buffer.concat([header, body, Buffer.alloc(64), ...entries, entry('.shstrtab', at, names.length)]);
}

/** The section .go.buildinfo as Go writes it since 1.18. */
export function madeGoBuildInfo(version: string, modules: string): Buffer {
  const header = Buffer.alloc(32);
  header.write('\xff Go buildinf:', 'latin1');
  header[14] = 8;
  header[15] = 2;
  const sentinel = (letter: string): Buffer => Buffer.alloc(16, letter);
  const text = Buffer.concat([sentinel('<'), Buffer.from(modules), sentinel('>')]);
  return Buffer.concat([header, lengthOf(version.length), Buffer.from(version), lengthOf(text.length), text]);
}

/** Seven bits a byte, the lowest first. */
function lengthOf(length: number): Buffer {
  const bytes: number[] = [];
  for (let rest = length; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest > 127 ? (rest % 128) | 0x80 : rest);
    if (rest <= 127) return Buffer.from(bytes);
  }
}

/** The section .dep-v0 of cargo auditable. */
export const madeRustAudit = (packages: readonly object[]): Buffer => deflateSync(JSON.stringify({ packages }));
