import * as fs from 'node:fs';
import { hostError, Refused } from '../errors.js';
import type { Host } from '../host.js';

/** Most bytes read at once: whoever asks for more follows a number that is wrong. */
const MAX_READ_BYTES = 16 * 1024 * 1024;

/** Bytes of a disk, or of a part of it. All its readers throw Refused where the disk is too short, or fails. */
export interface DiskPart {
  /** @param at byte to start with */
  read(at: number, length: number): Buffer;
}

/** A block device or an image of one, open for reading. Close it when done. */
export class Disk implements DiskPart {
  readonly #fd: number;

  /**
   * @param checkpoint called before each read, so that what a forged image leads to can be ended
   * @throws Gone, Refused
   */
  constructor(
    readonly host: Host,
    readonly path: string,
    readonly checkpoint: () => void,
  ) {
    this.#fd = host.openDisk(path);
  }

  /** Zero where the device does not tell. */
  get sizeBytes(): number {
    const stats = fs.fstatSync(this.#fd);
    if (stats.isFile()) return stats.size;
    // A block device has no size for stat(2); sysfs counts it in sectors of 512 bytes.
    const numbers = `${(stats.rdev >> 8) & 0xfff}:${(stats.rdev & 0xff) | ((stats.rdev >> 12) & 0xfff00)}`;
    try {
      return Number(this.host.readText(`/sys/dev/block/${numbers}/size`)) * 512 || 0;
    } catch {
      return 0;
    }
  }

  read(at: number, length: number): Buffer {
    this.checkpoint();
    if (!Number.isSafeInteger(at) || at < 0 || length < 0 || length > MAX_READ_BYTES) throw this.damaged();
    const buffer = Buffer.allocUnsafe(length);
    this.host.counters.syscalls++;
    try {
      for (let done = 0; done < length; ) {
        const count = fs.readSync(this.#fd, buffer, done, length - done, at + done);
        if (count === 0) throw this.damaged();
        done += count;
      }
    } catch (error) {
      throw hostError(error, this.path);
    }
    this.host.counters.bytesRead += length;
    return buffer;
  }

  /** From a byte on. */
  partAt(offset: number): DiskPart {
    return { read: (at, length) => this.read(offset + at, length) };
  }

  close(): void {
    fs.closeSync(this.#fd);
  }

  damaged(): Refused {
    return new Refused(this.path, 'damaged, or cut off');
  }
}
