import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { type Host, lockFile, readGroups, readOr } from '../../host/index.js';
import { SourceUnavailable } from '../source.js';

const { O_NONBLOCK, O_RDONLY, O_RDWR, O_NOFOLLOW } = fs.constants;
const MODE = 0o460;

/** The FIFO, open, and the lock on it. */
export interface SyslogPipe {
  readonly fd: number;
  close(): void;
}

/**
 * Opens the FIFO, and makes it where there is none: for root to read, and for the group `syslog` to write. It is open for
 * writing, too, so that writers come and go and the end never does. It stays when it is closed: rsyslog has it open.
 * @throws SourceUnavailable where it cannot be made, is no FIFO, or another process reads it
 */
export function openPipe(host: Host, path: string): SyslogPipe {
  const descriptors: number[] = [];
  const close = (): void => {
    for (const fd of descriptors) fs.closeSync(fd);
  };
  try {
    if (!fs.existsSync(path)) makePipe(host, path);
    const fd = fs.openSync(path, O_RDWR | O_NONBLOCK | O_NOFOLLOW);
    descriptors.push(fd);
    if (!fs.fstatSync(fd).isFIFO()) throw new SourceUnavailable(`${path} is no FIFO`);
    // A lock belongs to what was opened, and rsyslog's children may inherit nothing of it.
    const lock = fs.openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
    descriptors.push(lock);
    if (!lockFile(lock)) throw new SourceUnavailable(`another process reads ${path}`);
    return { fd, close };
  } catch (error) {
    close();
    if (error instanceof SourceUnavailable) throw error;
    throw new SourceUnavailable(`cannot open ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function makePipe(host: Host, path: string): void {
  fs.mkdirSync(dirname(path), { recursive: true });
  execFileSync('mkfifo', ['-m', MODE.toString(8), path], { stdio: ['ignore', 'ignore', 'pipe'] });
  const group = readOr([], () => readGroups(host)).find(({ name }) => name === 'syslog');
  if (group) fs.chownSync(path, process.geteuid?.() ?? -1, Number(group.gid));
}
