import * as fs from 'node:fs';

const { O_APPEND, O_CREAT, O_NONBLOCK, O_RDWR } = fs.constants;
const LF = 10;

export interface AppendOptions {
  /** Set at every write, whatever the umask. */
  readonly mode: number;
  /** The file's last line had no end: whoever wrote it was killed, or the disk was full. */
  readonly onTorn: (path: string, bytes: number) => void;
}

/**
 * Adds bytes to a file, all of them or none; the file is made where it is missing. A last line that was cut short is
 * ended first, so that what follows starts on a line of its own. Returns the size of the file.
 * @throws Error of the system
 */
export function appendBytes(path: string, bytes: Uint8Array, { mode, onTorn }: AppendOptions): number {
  // Without O_NONBLOCK a FIFO in the file's place would stop us here for ever.
  const fd = fs.openSync(path, O_APPEND | O_CREAT | O_RDWR | O_NONBLOCK, mode);
  try {
    const stats = fs.fstatSync(fd);
    if (!stats.isFile()) throw new Error(`${path} is no regular file`);
    if ((stats.mode & 0o7777) !== mode) fs.fchmodSync(fd, mode);
    const torn = tornBytes(fd, stats.size);
    writeAll(fd, torn > 0 ? Buffer.concat([Uint8Array.of(LF), bytes]) : bytes, stats.size);
    if (torn > 0) onTorn(path, torn);
    return fs.fstatSync(fd).size;
  } finally {
    fs.closeSync(fd);
  }
}

function writeAll(fd: number, bytes: Uint8Array, sizeBefore: number): void {
  try {
    for (let done = 0; done < bytes.length; ) done += fs.writeSync(fd, bytes, done);
  } catch (error) {
    fs.ftruncateSync(fd, sizeBefore);
    throw error;
  }
}

const TAIL_BYTES = 64 * 1024;

/** Bytes of a last line without an end, as far as the last 64 KiB tell. */
function tornBytes(fd: number, size: number): number {
  if (size === 0) return 0;
  const last = Buffer.alloc(1);
  fs.readSync(fd, last, 0, 1, size - 1);
  if (last[0] === LF) return 0;
  const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
  const read = fs.readSync(fd, tail, 0, tail.length, size - tail.length);
  return read - 1 - tail.subarray(0, read).lastIndexOf(LF);
}
