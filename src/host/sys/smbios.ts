import type { Host } from '../host.js';
import { textOf } from '../text.js';

/** The tables of real machines have some ten thousand bytes. */
const TABLE_MAX_BYTES = 4 * 1024 * 1024;
const HEADER_BYTES = 4;

/** One structure of the firmware's tables (DMTF DSP0134, 6.1): fixed fields, then texts that fields refer to by number. */
export interface SmbiosStructure {
  /** Place in the table, from 0. */
  readonly number: number;
  readonly type: number;
  readonly handle: number;
  /** Bytes of the fixed part, header included; what lies beyond was unknown to the firmware's version. */
  readonly fixedBytes: number;
  /** Fixed part and texts with their end. */
  readonly bytes: Buffer;
}

/** All structures; root alone may read them. Throws as `Host.readBytes`, Gone where the firmware has no such tables. */
export const readSmbios = (host: Host): SmbiosStructure[] =>
  parseSmbios(Buffer.from(host.readBytes('/sys/firmware/dmi/tables/DMI', TABLE_MAX_BYTES)));

/** Structures up to the first whose header cannot be. Pure; the structures are views of the bytes. */
export function parseSmbios(table: Buffer): SmbiosStructure[] {
  const structures: SmbiosStructure[] = [];
  for (let start = 0; start + HEADER_BYTES <= table.length; ) {
    const fixedBytes = table.readUInt8(start + 1);
    if (fixedBytes < HEADER_BYTES || start + fixedBytes > table.length) break;
    const doubleNul = table.indexOf('\0\0', start + fixedBytes, 'latin1');
    const end = doubleNul < 0 ? table.length : doubleNul + 2;
    structures.push({
      number: structures.length,
      type: table.readUInt8(start),
      handle: table.readUInt16LE(start + 2),
      fixedBytes,
      bytes: table.subarray(start, end),
    });
    start = end;
  }
  return structures;
}

const has = (structure: SmbiosStructure, offset: number, size: number): boolean =>
  offset + size <= structure.fixedBytes;

/** The fields at an offset; null where the structure is too short to have them. */
export const smbiosByte = (structure: SmbiosStructure, offset: number): number | null =>
  has(structure, offset, 1) ? structure.bytes.readUInt8(offset) : null;

export const smbiosWord = (structure: SmbiosStructure, offset: number): number | null =>
  has(structure, offset, 2) ? structure.bytes.readUInt16LE(offset) : null;

export const smbiosDword = (structure: SmbiosStructure, offset: number): number | null =>
  has(structure, offset, 4) ? structure.bytes.readUInt32LE(offset) : null;

export const smbiosQword = (structure: SmbiosStructure, offset: number): bigint | null =>
  has(structure, offset, 8) ? structure.bytes.readBigUInt64LE(offset) : null;

/** The text that the field at an offset refers to, without blanks at its end; null where there is none. */
export function smbiosText(structure: SmbiosStructure, offset: number): string | null {
  return smbiosString(structure, smbiosByte(structure, offset) ?? 0);
}

/** The structure's text of that number, from 1; null where there is none. */
export function smbiosString(structure: SmbiosStructure, number: number): string | null {
  if (number < 1) return null;
  const { bytes } = structure;
  let start = structure.fixedBytes;
  for (let at = 1; at < number; at++) {
    const end = bytes.indexOf(0, start);
    if (end <= start) return null; // an empty text is the end of all
    start = end + 1;
  }
  const end = bytes.indexOf(0, start);
  return textOf(bytes.subarray(start, end < 0 ? bytes.length : end)).trimEnd() || null;
}
