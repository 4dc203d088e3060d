import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { lockFile } from '../../host/index.js';

/** Another process holds the file. */
export class PidfileBusy extends Error {
  override readonly name = 'PidfileBusy';

  constructor(
    path: string,
    /** Undefined where the file does not say. */
    readonly holder: number | undefined,
  ) {
    super(`${path} is held by ${holder === undefined ? 'another process' : `process ${holder}`}`);
  }
}

/** A file with our process id, locked as long as we live: two daemons would write over each other. */
export interface Pidfile {
  release(): void;
}

/**
 * Takes the file, which may be left from a process that has gone.
 * @throws PidfileBusy, or the system's error where it cannot be made or locked
 */
export function takePidfile(path: string): Pidfile {
  // A FIFO in its place must not make us wait.
  const flags = constants.O_CREAT | constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const fd = openSync(path, flags, 0o600);
  try {
    if (!fstatSync(fd).isFile()) throw new Error(`${path} is not a regular file`);
    if (!lockFile(fd)) throw new PidfileBusy(path, holderOf(path));
    fchmodSync(fd, 0o600);
    if (process.getuid && process.getgid) fchownSync(fd, process.getuid(), process.getgid());
    ftruncateSync(fd);
    writeSync(fd, String(process.pid));
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return {
    release() {
      // First the name, then the lock: whoever comes now makes a file of its own.
      try {
        unlinkSync(path);
      } catch {
        // Somebody has tidied up before us.
      }
      closeSync(fd);
    },
  };
}

function holderOf(path: string): number | undefined {
  const pid = Number(readFileSync(path, 'latin1'));
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}
