import { constants } from 'node:os';
import { hostError, systemError } from './errors.js';
import type { Libc } from './libc.js';

/** What a call of the C library has failed with just now, as `hostError` makes it of Node's errors. */
export function libcError(libc: Libc, syscall: string, path: string): unknown {
  const errno = libc.errno();
  const code = Object.entries(constants.errno).find(([, number]) => number === errno)?.[0] ?? `error ${errno}`;
  return hostError(Object.assign(systemError(code), { syscall }), path);
}
