/** A field of a structure: a size in bytes and a value. */
type Field = readonly [sizeBytes: 1 | 2 | 4 | 8, value: number | bigint];

export const b = (value: number): Field => [1, value];
export const w = (value: number): Field => [2, value];
export const d = (value: number): Field => [4, value];
export const q = (value: bigint): Field => [8, value];

/** A structure as firmware writes it: header, fields, texts. */
export function structure(
  type: number,
  handle: number,
  fields: readonly Field[],
  texts: readonly string[] = [],
): Buffer {
  const fixed = Buffer.alloc(4 + fields.reduce((sum, [size]) => sum + size, 0));
  fixed.writeUInt8(type, 0);
  fixed.writeUInt8(fixed.length, 1);
  fixed.writeUInt16LE(handle, 2);
  let at = 4;
  for (const [size, value] of fields) {
    for (let byte = 0; byte < size; byte++) fixed.writeUInt8(Number((BigInt(value) >> BigInt(8 * byte)) & 0xffn), at++);
  }
  const end = texts.length === 0 ? '\0\0' : `${texts.join('\0')}\0\0`;
  return Buffer.concat([fixed, Buffer.from(end)]);
}

const bios = structure(
  0,
  0,
  [b(1), b(2), w(0xe800), b(3), b(0xff), q(0n), w(0x3), b(1), b(2), b(255), b(255), w(0x4020)],
  ['SeaBIOS ', '1.16.2', '04/01/2014'],
);

const processor = (handle: number, type: number, cores: number, wideCores: number, status: number): Buffer =>
  structure(
    4,
    handle,
    [
      ...[
        b(1),
        b(type),
        b(1),
        b(2),
        q(0n),
        b(3),
        b(0),
        w(100),
        w(4000),
        w(2100),
        b(status),
        b(1),
        w(0xffff),
        w(0xffff),
      ],
      ...[w(0xffff), b(0), b(0), b(0), b(cores), b(1), b(cores), w(0x4), w(1), w(wideCores), w(1), w(wideCores * 2)],
    ],
    [`CPU ${handle & 1}`, 'QEMU', 'pc-q35-7.2'],
  );

const memoryArray = structure(16, 0x1000, [b(3), b(3), b(6), d(0x80000000), w(0xfffe), w(3), q(64n << 30n)]);

const device = (handle: number, size: number, speed: number): Buffer =>
  structure(
    17,
    handle,
    [
      ...[w(0x1000), w(0x1300), w(72), w(64), w(size), b(9), b(0), b(1), b(2), b(0x22), w(0x2080), w(speed)],
      ...[b(3), b(4), b(0), b(5), b(1), d(131072), w(4800), w(1100), w(0), w(1100)],
      ...[b(3), w(2), b(0), w(0), w(0), w(0), w(0), q(0n), q(0n), q(0n), q(0n), d(0x12345), d(0)],
    ],
    ['DIMM 0', 'BANK 0', 'Example Memory', '00C0FFEE', 'PART-32G '],
  );

/** As SMBIOS 2.1 had it. */
const oldDevice = structure(
  17,
  0x1103,
  [w(0x1000), w(0xfffe), w(0xffff), w(0xffff), w(0x8400), b(9), b(255), b(1), b(0), b(15), w(0)],
  ['OLD'],
);

/** What the recorded machine's firmware says. */
export const DEBIAN_SMALL = Buffer.concat([
  bios,
  processor(0x401, 3, 255, 300, 0x41),
  processor(0x400, 5, 0, 0, 0),
  structure(11, 0xb00, [b(2)], ['first', '$secret=x']),
  memoryArray,
  device(0x1100, 0x7fff, 0xffff),
  device(0x1101, 16384, 4800),
  structure(17, 0x1102, [w(0x1000), w(0xfffe), w(0xffff), w(0xffff), w(0xffff)]),
  oldDevice,
  structure(18, 0x1300, [b(8), b(3), b(3), d(0), d(0x80000000), d(0x1000), d(0x40)]),
  structure(19, 0x1200, [d(0), d(0x1fffff), w(0x1000), b(2)]),
  structure(19, 0x1201, [d(0xffffffff), d(0xffffffff), w(0x1000), b(2), q(4n << 40n), q((5n << 40n) - 1n)]),
  structure(20, 0x1400, [d(0), d(0xfffff), w(0x1100), w(0x1200), b(1), b(0), b(255)]),
  structure(221, 0x2000, [d(1)]),
  structure(127, 0x7f00, []),
]);
