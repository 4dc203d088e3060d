import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

const { O_APPEND, O_CREAT, O_NOCTTY, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/** No more than this of a file's end is read. */
const READ_BYTES = 4 * 1024 * 1024;
const MODE = 0o600;
const FOLDER_MODE = 0o700;

/** The last lines of a file; none where there is no such file, or something else stands there. */
export function readLines(path: string): string[] {
  return withFile(path, O_RDONLY | O_NONBLOCK | O_NOCTTY, [], (fd) => {
    const { size } = fstatSync(fd);
    const from = Math.max(0, size - READ_BYTES);
    const bytes = Buffer.alloc(size - from);
    let length = 0;
    while (length < bytes.length) {
      const got = readSync(fd, bytes, length, bytes.length - length, from + length);
      if (got === 0) break;
      length += got;
    }
    const lines = bytes.toString('utf8', 0, length).split('\n');
    // The first of them may have lost its beginning; behind the last newline there is none.
    return lines.slice(from > 0 ? 1 : 0, -1);
  });
}

/** Adds lines at once, so that those of several shells do not mix. The file is its owner's alone. */
export function appendLines(path: string, lines: readonly string[]): void {
  makeFolder(path);
  withFile(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY, undefined, (fd) => {
    fchmodSync(fd, MODE);
    writeSync(fd, lines.map((line) => `${line}\n`).join(''));
  });
}

/** Puts lines in the place of what is there; whoever reads sees the one or the other. */
export function replaceLines(path: string, lines: readonly string[]): void {
  makeFolder(path);
  const beside = `${path}.${process.pid}`;
  try {
    const fd = openSync(beside, 'wx', MODE);
    try {
      writeSync(fd, lines.map((line) => `${line}\n`).join(''));
    } finally {
      closeSync(fd);
    }
    renameSync(beside, path);
  } catch {
    remove(beside);
  }
}

/** A history that cannot be kept is no reason to stop anybody. */
function withFile<T>(path: string, flags: number, otherwise: T, work: (fd: number) => T): T {
  let fd: number | undefined;
  try {
    fd = openSync(path, flags, MODE);
    return fstatSync(fd).isFile() ? work(fd) : otherwise;
  } catch {
    return otherwise;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: FOLDER_MODE });
  } catch {
    // Opening the file will fail too.
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never made.
  }
}
