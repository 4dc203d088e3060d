import * as fs from 'node:fs';
import { hostError } from '../errors.js';
import type { Host } from '../host.js';

/** A regular file, open for reading at offsets. Close it when done. */
export class RandomAccessFile {
  readonly #fd: number;

  /** @throws Gone, Refused (also: not a regular file) */
  constructor(
    readonly host: Host,
    readonly path: string,
  ) {
    this.#fd = host.openFile(path);
  }

  /** As it is now. */
  get sizeBytes(): number {
    return fs.fstatSync(this.#fd).size;
  }

  /** Differs from what it was where somebody has written to the file. */
  state(): string {
    this.host.counters.syscalls++;
    const { size, mtimeNs, ctimeNs } = fs.fstatSync(this.#fd, { bigint: true });
    return `${size} ${mtimeNs} ${ctimeNs}`;
  }

  /** The bytes from an offset on, in a buffer of their own: fewer than `length` where the file ends. @throws Refused */
  read(at: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafeSlow(length);
    let done = 0;
    try {
      while (done < length) {
        const count = fs.readSync(this.#fd, buffer, done, length - done, at + done);
        this.host.counters.syscalls++;
        if (count === 0) break;
        done += count;
      }
    } catch (error) {
      throw hostError(error, this.path);
    }
    this.host.counters.bytesRead += done;
    return done === length ? buffer : buffer.subarray(0, done);
  }

  close(): void {
    fs.closeSync(this.#fd);
  }
}
