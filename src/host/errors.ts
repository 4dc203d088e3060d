import { Gone } from '../core/index.js';

/** The host would not let us read a source. Columns become null, an unreadable source one warning. */
export class Refused extends Error {
  override readonly name: string = 'Refused';
  constructor(
    readonly path: string,
    readonly reason = 'permission denied',
  ) {
    super(`cannot read ${path}: ${reason}`);
  }
}

/** A file is larger than the caller takes. */
export class TooLarge extends Refused {
  override readonly name = 'TooLarge';
  constructor(
    path: string,
    readonly limitBytes: number,
  ) {
    super(path, `larger than ${limitBytes} bytes`);
  }
}

/** Errors of a source, not of us: a folder where a file was, a dead network or FUSE mount, a failing disk. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a directory',
  EINVAL: 'invalid argument',
  EIO: 'input/output error',
  EOPNOTSUPP: 'operation not supported',
  ENOTSUP: 'operation not supported',
  EREMOTEIO: 'remote input/output error',
  ENODEV: 'no such device',
  ENOTCONN: 'transport endpoint is not connected',
  EHOSTDOWN: 'host is down',
  ESTALE: 'stale file handle',
  ETIMEDOUT: 'timed out',
  EBUSY: 'busy',
  EAGAIN: 'nothing to read yet',
  ENODATA: 'no data',
  EUCLEAN: 'file system is damaged',
  EBADMSG: 'file system is damaged',
  ENOTREG: 'not a regular file',
  ENODISK: 'neither a block device nor a regular file',
};

/** Paths that name nothing: the subject is not there, or is no longer. */
const NOTHING_THERE = new Set([
  'ENOENT',
  'ESRCH',
  'ENOTDIR',
  'ENXIO',
  'ELOOP',
  'ENAMETOOLONG',
  'ERR_INVALID_ARG_VALUE',
]);

/** These speak of us, not of the source. */
const OURS = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EBADF', 'EFAULT', 'ENOSYS']);

/** A system error as `Gone` or `Refused`; what speaks of ourselves (EMFILE, ENOMEM) stays as it is. */
export function hostError(error: unknown, path: string): unknown {
  // thrown values are unknown; only errors of the system carry both
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown };
  if (typeof code !== 'string') return error;
  // ERR_INVALID_ARG_VALUE: the path holds a NUL, and no file's does.
  if (NOTHING_THERE.has(code)) return new Gone(`${code}: ${path}`);
  const reason = REASONS[code];
  if (reason !== undefined) return new Refused(path, reason);
  // File systems have errors of their own, such as ENOKEY of an encrypted folder that is locked.
  return typeof syscall === 'string' && !OURS.has(code) ? new Refused(path, code) : error;
}

/** An error of ours in the system's shape, for checks that the system does not make. */
export const systemError = (code: string): Error => Object.assign(new Error(code), { code });

/** What `read` gives, or `otherwise` where the host refuses or has no such file. Other errors go on. */
export function readOr<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Gone || error instanceof Refused) return otherwise;
    throw error;
  }
}

/** What `read` gives, or `otherwise` where there is no such file, or where the host refuses: then `warn` hears why. */
export function readOrWarn<T>(otherwise: T, warn: (message: string) => void, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused) warn(error.message);
    else if (!(error instanceof Gone)) throw error;
    return otherwise;
  }
}

/** What `read` gives, or null where the host refuses. `Gone` goes on: the row is dropped. */
export function refusedIsNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
