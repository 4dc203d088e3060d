import { constants } from 'node:os';

const { EEXIST, ENOBUFS, ENOENT, EAGAIN, EINTR } = constants.errno;

export { EAGAIN, EEXIST, EINTR, ENOBUFS, ENOENT };

/** What the audit system answers to a request that it refuses. */
export class AuditRefusal extends Error {
  constructor(
    what: string,
    readonly errno: number,
  ) {
    super(`the audit system refuses to ${what}: ${errnoName(errno)}`);
  }
}

const errnoName = (errno: number): string =>
  Object.entries(constants.errno).find(([, number]) => number === errno)?.[0] ?? `errno ${errno}`;
