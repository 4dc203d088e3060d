import { textOf } from '../text.js';
import { formatIpv4, formatIpv6 } from './address.js';

/** rtnetlink(7): length and type of 16 bits each, then the value, padded to 4 bytes. A broken one ends the list. Pure. */
export function parseAttributes(buffer: Buffer, start: number, end: number): Map<number, Buffer> {
  const attributes = new Map<number, Buffer>();
  for (let at = start; at + 4 <= end; ) {
    const size = buffer.readUInt16LE(at);
    if (size < 4 || at + size > end) break;
    attributes.set(buffer.readUInt16LE(at + 2) & 0x3fff, buffer.subarray(at + 4, at + size));
    at += (size + 3) & ~3;
  }
  return attributes;
}

/** Text up to the first NUL. Pure. */
export const cString = (bytes: Buffer): string => textOf(bytes).split('\0', 1)[0] ?? '';

/** Four bytes in network order. Pure. */
export const formatV4 = (bytes: Buffer): string => formatIpv4(bytes.readUInt32BE(0));

/** Sixteen bytes in network order. Pure. */
export function formatV6(bytes: Buffer): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(bytes.readUInt16BE(i));
  return formatIpv6(groups);
}
