import type { Buffer } from 'node:buffer';
import { decodeText } from '../../core/index.js';

/** Bits of inotify(7), of events and of watches. */
export const IN = {
  ACCESS: 0x1,
  MODIFY: 0x2,
  ATTRIB: 0x4,
  CLOSE_WRITE: 0x8,
  OPEN: 0x20,
  MOVED_FROM: 0x40,
  MOVED_TO: 0x80,
  CREATE: 0x100,
  DELETE: 0x200,
  DELETE_SELF: 0x400,
  MOVE_SELF: 0x800,
  Q_OVERFLOW: 0x4000,
  IGNORED: 0x8000,
  ONLYDIR: 0x100_0000,
  DONT_FOLLOW: 0x200_0000,
  MASK_ADD: 0x2000_0000,
  ISDIR: 0x4000_0000,
} as const;

export interface InotifyEvent {
  /** -1 of the kernel's word that its queue overflowed. */
  readonly wd: number;
  readonly mask: number;
  /** The same on both events of a move, else 0. */
  readonly cookie: number;
  /** Name in the watched folder; '' of what is watched itself. */
  readonly name: string;
}

/** struct inotify_event: i32 wd, u32 mask, u32 cookie, u32 len, then so many bytes of name with NULs behind. */
const HEADER_BYTES = 16;

/** Where the event ends that begins here; undefined where the bytes end before. */
export function endOfEvent(bytes: Buffer, at: number): number | undefined {
  if (at + HEADER_BYTES > bytes.length) return undefined;
  const end = at + HEADER_BYTES + bytes.readUInt32LE(at + 12);
  return end <= bytes.length ? end : undefined;
}

export const wdAt = (bytes: Buffer, at: number): number => bytes.readInt32LE(at);
export const maskAt = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at + 4);
export const cookieAt = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at + 8);

/** @param end as {@link endOfEvent} gave it */
export function nameAt(bytes: Buffer, at: number, end: number): string {
  let last = at + HEADER_BYTES;
  while (last < end && bytes[last] !== 0) last++;
  return decodeText(bytes, at + HEADER_BYTES, last);
}
