import { Buffer } from 'node:buffer';
import type { KernelCalls } from '../../host/index.js';
import { SourceUnavailable } from '../source.js';

const IN_CLOEXEC = 0x80000;
const IN_NONBLOCK = 0x800;
export const EACCES = 13;
export const EMFILE = 24;
export const ENOSPC = 28;
const EAGAIN = 11;
/** Many events at once: a flood is emptied in few calls. */
const READ_BYTES = 256 * 1024;

/** An instance of inotify. */
export interface Inotify {
  readonly fd: number;
  /** @returns the watch's number, above 0; or the error's, below 0 */
  add(path: string | Buffer, mask: number): number;
  /** @returns whether there was such a watch: its IN_IGNORED comes then */
  remove(wd: number): boolean;
  /** What is there, valid until the next call; undefined where nothing is. @throws Error for a broken descriptor */
  read(): Buffer | undefined;
  close(): void;
}

/** @throws SourceUnavailable where the kernel gives none */
export function openInotify(calls: KernelCalls): Inotify {
  const fd = calls.inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (fd < 0) {
    const errno = calls.errno();
    throw new SourceUnavailable(
      errno === EMFILE ? 'fs.inotify.max_user_instances is used up' : `inotify_init1(2) fails with error ${errno}`,
    );
  }
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  return {
    fd,
    add(path, mask) {
      const bytes = typeof path === 'string' ? Buffer.from(`${path}\0`) : Buffer.concat([path, Buffer.of(0)]);
      const wd = calls.inotify_add_watch(fd, bytes, mask);
      return wd < 0 ? -calls.errno() : wd;
    },
    remove: (wd) => calls.inotify_rm_watch(fd, wd) === 0,
    read() {
      const length = calls.read(fd, buffer, buffer.length);
      if (length > 0) return buffer.subarray(0, length);
      const errno = length < 0 ? calls.errno() : EAGAIN;
      if (errno === EAGAIN) return undefined;
      throw new Error(`reading from inotify fails with error ${errno}`);
    },
    close: () => void calls.close(fd),
  };
}
