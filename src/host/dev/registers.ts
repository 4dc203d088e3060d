import * as fs from 'node:fs';
import { hostError } from '../errors.js';
import type { Host } from '../host.js';

/**
 * Registers that a device file shows, each at an offset of its own, as /dev/cpu/0/msr does; null for those that the
 * driver refuses.
 * @param bytes of each register
 * @returns undefined for a recorded machine without the answer
 * @throws Gone (no such device: the driver is not loaded), Refused
 */
export function readRegisters(
  host: Host,
  path: string,
  offsets: readonly bigint[],
  bytes: number,
): (Buffer | null)[] | undefined {
  const answer = host.answer(`registers ${path}`, () => readAll(host, path, offsets, bytes));
  return answer && offsets.map((_, index) => unmarked(answer, index * (bytes + 1), bytes));
}

/** Each behind a byte that is 1, or 0 where there is none. */
function readAll(host: Host, path: string, offsets: readonly bigint[], bytes: number): Buffer {
  host.counters.filesOpened++;
  host.counters.syscalls += 2 + offsets.length;
  let fd = -1;
  try {
    fd = fs.openSync(host.realPath(path), fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
    const answer = Buffer.alloc(offsets.length * (bytes + 1));
    offsets.forEach((offset, index) => {
      const at = index * (bytes + 1);
      if (isRead(fd, answer, at + 1, bytes, offset)) answer[at] = 1;
    });
    return answer;
  } catch (error) {
    throw hostError(error, path);
  } finally {
    if (fd >= 0) fs.closeSync(fd);
  }
}

function isRead(fd: number, answer: Buffer, at: number, bytes: number, offset: bigint): boolean {
  try {
    return fs.readSync(fd, answer, at, bytes, offset) === bytes;
  } catch {
    return false; // EIO: this processor has no such register
  }
}

const unmarked = (answer: Buffer, at: number, bytes: number): Buffer | null =>
  answer[at] === 1 && at + 1 + bytes <= answer.length ? answer.subarray(at + 1, at + 1 + bytes) : null;
