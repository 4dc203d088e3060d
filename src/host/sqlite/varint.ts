import { integer } from '../../core/index.js';

/** Bytes that a varint takes: 1 to 9. Pure. */
export function varintLength(bytes: Uint8Array, at: number): number {
  let length = 1;
  while (length < 9 && (bytes[at + length - 1] ?? 0) >= 0x80) length++;
  return length;
}

/** Seven bytes hold 49 bits: a number has them all. */
const EXACT_BYTES = 7;

/**
 * SQLite's variable-length integer: seven bits a byte, the high ones first, all eight of a ninth byte; 64 bits with a
 * sign. What is past the end of the bytes counts as 0. Pure.
 */
export function readVarint(bytes: Uint8Array, at: number): number | bigint {
  let value = 0;
  for (let i = 0; i < EXACT_BYTES; i++) {
    const byte = bytes[at + i] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return value;
  }
  let wide = BigInt(value);
  const eighth = bytes[at + 7] ?? 0;
  wide = (wide << 7n) | BigInt(eighth & 0x7f);
  if (eighth >= 0x80) wide = (wide << 8n) | BigInt(bytes[at + 8] ?? 0);
  return integer(BigInt.asIntN(64, wide));
}

/** A varint that counts bytes: one that no file has room for is infinite. Pure. */
export function readSize(bytes: Uint8Array, at: number): number {
  const value = readVarint(bytes, at);
  return typeof value === 'number' && value >= 0 ? value : Number.POSITIVE_INFINITY;
}
