import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { decodeText, systemCode } from '../core/index.js';

/** Above this a file is no flag file. */
const MAX_BYTES = 4_194_304;

export type FlagFileRead =
  | { readonly kind: 'text'; readonly text: string }
  /** In the words of strerror(3). */
  | { readonly kind: 'refused'; readonly reason: string };

/** Reads a flag file; pipes and devices are refused without waiting for them. */
export function readFlagFile(path: string): FlagFileRead {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (error) {
    return { kind: 'refused', reason: reasonOf(error) };
  }
  try {
    const stats = fstatSync(file);
    if (stats.isDirectory()) return { kind: 'refused', reason: 'Is a directory' };
    if (!stats.isFile()) return { kind: 'refused', reason: 'Not a regular file' };
    return readAll(file);
  } catch (error) {
    return { kind: 'refused', reason: reasonOf(error) };
  } finally {
    closeSync(file);
  }
}

/** A file may grow while it is read, and say it is empty where it is not (`/proc`). */
function readAll(file: number): FlagFileRead {
  const parts: Buffer[] = [];
  let size = 0;
  for (;;) {
    const part = Buffer.alloc(65_536);
    const count = readSync(file, part);
    if (count === 0) return { kind: 'text', text: decodeText(Buffer.concat(parts)) };
    size += count;
    if (size > MAX_BYTES) return { kind: 'refused', reason: 'File too large' };
    parts.push(part.subarray(0, count));
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
  ENXIO: 'No such device or address',
  ENODEV: 'No such device',
  EMFILE: 'Too many open files',
  EIO: 'Input/output error',
};

function reasonOf(error: unknown): string {
  const code = systemCode(error) ?? 'EIO';
  return REASONS[code] ?? code;
}
