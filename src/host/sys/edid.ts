/** What a display tells of itself (VESA E-EDID 1.4); null for what it does not. */
export interface DisplayInfo {
  /** Three letters, such as DEL. */
  readonly vendor: string;
  readonly model: string | null;
  readonly serial: string | null;
  readonly year: number | null;
  /** Pixels of the mode it prefers. */
  readonly width: number | null;
  readonly height: number | null;
  /** Of the picture. */
  readonly widthMm: number | null;
  readonly heightMm: number | null;
}

const HEADER = Buffer.from('00ffffffffffff00', 'hex');
const BLOCK_BYTES = 128;
const DESCRIPTORS = [54, 72, 90, 108] as const;
const SERIAL_TEXT = 0xff;
const NAME_TEXT = 0xfc;

/** Null for bytes that are no EDID. Pure. */
export function parseEdid(edid: Buffer): DisplayInfo | null {
  if (edid.length < BLOCK_BYTES || !edid.subarray(0, HEADER.length).equals(HEADER)) return null;
  const letters = edid.readUInt16BE(8);
  const number = edid.readUInt32LE(12);
  const year = edid.readUInt8(17);
  const timing = DESCRIPTORS.find((at) => edid.readUInt16LE(at) !== 0);
  const [width, height, widthMm, heightMm] = timing === undefined ? [] : timingOf(edid, timing);
  return {
    vendor: [10, 5, 0].map((shift) => String.fromCharCode(64 + ((letters >> shift) & 31))).join(''),
    model: textOfDescriptor(edid, NAME_TEXT),
    serial: textOfDescriptor(edid, SERIAL_TEXT) ?? (number === 0 ? null : String(number)),
    year: year === 0 ? null : 1990 + year,
    width: width || null,
    height: height || null,
    widthMm: widthMm || edid.readUInt8(21) * 10 || null,
    heightMm: heightMm || edid.readUInt8(22) * 10 || null,
  };
}

/** Detailed timing: lower eight bits here, upper four in a byte that two share. */
function timingOf(edid: Buffer, at: number): readonly number[] {
  const [, , horizontal = 0, , horizontalHigh = 0, vertical = 0, , verticalHigh = 0] = edid.subarray(at);
  const sizes = edid.readUInt8(at + 14);
  return [
    horizontal | ((horizontalHigh & 0xf0) << 4),
    vertical | ((verticalHigh & 0xf0) << 4),
    edid.readUInt8(at + 12) | ((sizes & 0xf0) << 4),
    edid.readUInt8(at + 13) | ((sizes & 0x0f) << 8),
  ];
}

function textOfDescriptor(edid: Buffer, kind: number): string | null {
  const at = DESCRIPTORS.find((start) => edid.readUIntBE(start, 3) === 0 && edid.readUInt8(start + 3) === kind);
  if (at === undefined) return null;
  return (
    edid
      .toString('latin1', at + 5, at + 18)
      .split('\n', 1)[0]
      ?.trim() || null
  );
}
