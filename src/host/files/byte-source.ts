import * as fs from 'node:fs';
import { hostError, Refused } from '../errors.js';
import type { Host } from '../host.js';

/** Bytes that are read at offsets: a file, or a part of one. */
export interface ByteSource {
  /** The file, for errors. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Exactly so many bytes. @throws Refused where there are fewer, or where the file cannot be read */
  read(at: number, length: number): Buffer;
}

/** Most bytes read at once: whoever asks for more follows a number that is wrong. */
const MAX_READ_BYTES = 256 * 1024 * 1024;

/**
 * A regular file, open while `use` runs; a FIFO or device in its place is refused unopened.
 * @throws Gone, Refused, what `use` throws
 */
export function withRegularFile<T>(host: Host, path: string, use: (source: ByteSource) => T): T {
  const fd = host.openRegular(path);
  try {
    return use(new OpenFile(host, path, fd));
  } finally {
    fs.closeSync(fd);
  }
}

class OpenFile implements ByteSource {
  readonly sizeBytes: number;
  readonly #host: Host;
  readonly #fd: number;

  constructor(
    host: Host,
    readonly path: string,
    fd: number,
  ) {
    this.#host = host;
    this.#fd = fd;
    this.sizeBytes = fs.fstatSync(fd).size;
  }

  read(at: number, length: number): Buffer {
    checkRange(this, at, length);
    const buffer = Buffer.allocUnsafe(length);
    try {
      for (let done = 0; done < length; ) {
        const count = fs.readSync(this.#fd, buffer, done, length - done, at + done);
        this.#host.counters.syscalls++;
        if (count === 0) throw damaged(this.path);
        done += count;
      }
    } catch (error) {
      throw hostError(error, this.path);
    }
    this.#host.counters.bytesRead += length;
    return buffer;
  }
}

/** Bytes in memory. @param path of the file that they come from */
export function bytesSource(path: string, bytes: Buffer): ByteSource {
  const source: ByteSource = {
    path,
    sizeBytes: bytes.length,
    read(at, length) {
      checkRange(source, at, length);
      return bytes.subarray(at, at + length);
    },
  };
  return source;
}

/** Some bytes of another source. @throws Refused where it is too short */
export function partOf(source: ByteSource, start: number, sizeBytes: number): ByteSource {
  if (start + sizeBytes > source.sizeBytes) throw damaged(source.path);
  const part: ByteSource = {
    path: source.path,
    sizeBytes,
    read(at, length) {
      checkRange(part, at, length);
      return source.read(start + at, length);
    },
  };
  return part;
}

/** What stands in a file does not fit together. */
export const damaged = (path: string): Refused => new Refused(path, 'damaged, or cut off');

function checkRange({ path, sizeBytes }: ByteSource, at: number, length: number): void {
  const isWithin = at >= 0 && length >= 0 && length <= MAX_READ_BYTES && at + length <= sizeBytes;
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(length) || !isWithin) throw damaged(path);
}
