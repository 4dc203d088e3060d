import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { decodeText, systemCode } from '../core/index.js';

export type FileRead =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Anybody may write it, or somebody other than root and this process' user owns it. */
      readonly concern?: string;
    }
  | { readonly kind: 'refused'; readonly reason: string; readonly isMissing: boolean };

/** Reads a whole file of at most that many bytes. Never waits for a pipe, and asks for the size before it reads. */
export function readConfigFile(path: string, maxBytes: number): FileRead {
  try {
    // A NUL makes Node throw as a missing file makes the kernel refuse.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    try {
      return readOpen(file, maxBytes);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = systemCode(error) ?? 'unreadable';
    return { kind: 'refused', reason: REASONS[code] ?? code, isMissing: code === 'ENOENT' || code === 'ENOTDIR' };
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'permission denied',
  ELOOP: 'too many symbolic links',
  ENXIO: 'not a regular file',
  ENODEV: 'not a regular file',
};

function readOpen(file: number, maxBytes: number): FileRead {
  const stats = fstatSync(file);
  if (!stats.isFile()) return { kind: 'refused', reason: 'not a regular file', isMissing: false };
  const tooLarge = { kind: 'refused', reason: `larger than ${maxBytes} bytes`, isMissing: false } as const;
  if (stats.size > maxBytes) return tooLarge;
  const bytes = readUpTo(file, maxBytes + 1, stats.size + 1);
  if (bytes.length > maxBytes) return tooLarge;
  const concern = concernOf(stats.mode, stats.uid);
  return { kind: 'text', text: decodeText(bytes), ...(concern !== undefined && { concern }) };
}

/** A file may grow while it is read, and say it is empty where it is not (`/proc`). */
function readUpTo(file: number, most: number, expected: number): Buffer {
  const parts: Buffer[] = [];
  let size = 0;
  while (size < most) {
    const part = Buffer.allocUnsafe(Math.min(most - size, Math.max(65_536, expected - size)));
    const count = readSync(file, part);
    if (count === 0) break;
    parts.push(part.subarray(0, count));
    size += count;
  }
  return Buffer.concat(parts);
}

function concernOf(mode: number, owner: number): string | undefined {
  if ((mode & 0o002) !== 0) return 'anybody may write this file';
  const us = process.getuid?.() ?? 0;
  return owner === 0 || owner === us ? undefined : `the owner of this file is neither root nor us but user ${owner}`;
}
