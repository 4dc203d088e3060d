import { constants } from 'node:os';
import { loadLibc } from './libc.js';

const LOCK_EX = 2;
const LOCK_NB = 4;

/**
 * Locks an open file for this process and those that inherit it, until it is closed (flock(2)).
 * @returns false where another process holds it
 * @throws Error where files cannot be locked here
 */
export function lockFile(fd: number): boolean {
  const libc = loadLibc();
  if (!libc) throw new Error('flock: no access to the C library on this machine');
  if (libc.flock(fd, LOCK_EX | LOCK_NB) === 0) return true;
  const errno = libc.errno();
  if (errno === constants.errno.EWOULDBLOCK) return false;
  throw new Error(`flock: error ${errno}`);
}
