import { Gone } from '../../core/index.js';
import {
  bootTimeSeconds,
  type Container,
  type Host,
  hasProcess,
  type ProcessFolder,
  type ProcessIo,
  type ProcessStat,
  type ProcessStatus,
  readCgroupPath,
  readCmdline,
  readComm,
  readContainer,
  readOr,
  readProcessIo,
  readProcessStat,
  readProcessStatus,
  refusedIsNull,
} from '../../host/index.js';

/** The file a process's name is taken from: one that is read anyway, else the smallest. All three hold the same name. */
export type NameSource = 'comm' | 'stat' | 'status';

const DELETED = ' (deleted)';

/** The executable's path, and whether it is on disk: 1 yes, 0 no, -1 unknown. */
interface Executable {
  readonly path: string | null;
  readonly onDisk: -1 | 0 | 1;
}

/**
 * A process, or one of its threads. Each of its /proc files is read when first asked for, and once. Null stands for what the kernel hides from
 * us and for what such a process has not; a process that ended meanwhile is Gone.
 */
export class Process {
  #stat: ProcessStat | null | undefined;
  #status: ProcessStatus | null | undefined;
  #io: ProcessIo | null | undefined;
  #comm: string | null | undefined;
  #cmdline: string | null | undefined;
  #executable: Executable | undefined;
  #container: Container | null | undefined;
  readonly #folder: ProcessFolder;

  constructor(
    readonly host: Host,
    readonly pid: number,
    readonly nameSource: NameSource = 'comm',
    /** The process that this is a thread of, where it was found among its threads. */
    readonly threadOf: number | null = null,
  ) {
    this.#folder = threadOf === null ? pid : `${threadOf}/task/${pid}`;
  }

  get stat(): ProcessStat | null {
    if (this.#stat === undefined) this.#stat = this.#read(() => readProcessStat(this.host, this.#folder));
    return this.#stat;
  }

  get status(): ProcessStatus | null {
    if (this.#status === undefined) this.#status = this.#read(() => readProcessStatus(this.host, this.#folder));
    return this.#status;
  }

  get io(): ProcessIo | null {
    if (this.#io === undefined) this.#io = this.#read(() => readProcessIo(this.host, this.#folder));
    return this.#io;
  }

  get name(): string | null {
    switch (this.nameSource) {
      case 'stat':
        return this.stat?.name ?? null;
      case 'status':
        return this.status?.name ?? null;
      default:
        if (this.#comm === undefined) this.#comm = this.#read(() => readComm(this.host, this.#folder));
        return this.#comm;
    }
  }

  get cmdline(): string | null {
    if (this.#cmdline === undefined) this.#cmdline = this.#read(() => readCmdline(this.host, this.#folder));
    return this.#cmdline;
  }

  /** The process that a thread belongs to, itself for a process. */
  get threadGroup(): number | null {
    return this.threadOf ?? this.status?.threadGroup ?? null;
  }

  get container(): Container | null {
    if (this.#container === undefined) this.#container = readContainer(this.host, this.#folder);
    return this.#container;
  }

  get cgroupPath(): string | null {
    return this.#read(() => readCgroupPath(this.host, this.#folder));
  }

  /** As the process sees it: inside its own mount namespace, and from its own root. */
  get cwd(): string | null {
    return this.#readLink('cwd');
  }

  get root(): string | null {
    return this.#readLink('root');
  }

  get path(): string | null {
    return this.#exe.path;
  }

  /** Looked for in our own mount namespace. */
  get onDisk(): -1 | 0 | 1 {
    const { path, onDisk } = this.#exe;
    if (onDisk !== -1 || path === null || path.endsWith(DELETED)) return onDisk;
    return this.host.exists(path) ? 1 : 0;
  }

  /** Seconds since the epoch, -1 where unknown. */
  get startTimeSeconds(): number {
    const bootTime = bootTimeSeconds(this.host);
    if (bootTime === null || this.stat === null) return -1;
    return bootTime + Math.floor(this.stat.startTicks / this.host.facts.clockTicksPerSecond);
  }

  /** Clock ticks as whole milliseconds, null for more than there can be. */
  milliseconds(ticks: number | undefined): number | null {
    const total = Math.floor(((ticks ?? Number.NaN) * 1000) / this.host.facts.clockTicksPerSecond);
    return Number.isSafeInteger(total) ? total : null;
  }

  get #exe(): Executable {
    this.#executable ??= this.#readExecutable();
    return this.#executable;
  }

  /**
   * The kernel appends ` (deleted)` to the path of a file that has no name any more. A file can also be called so: if
   * there is one, it is the executable where it is the very file that /proc/<pid>/exe leads to.
   */
  #readExecutable(): Executable {
    const path = this.#readLink('exe');
    if (!path?.endsWith(DELETED)) return { path, onDisk: -1 };
    const deleted: Executable = { path: path.slice(0, -DELETED.length), onDisk: 0 };
    const named = readOr(null, () => this.host.stat(path));
    if (named === null) return deleted;
    const running = readOr(null, () => this.host.stat(`/proc/${this.#folder}/exe`));
    if (running === null) return { path, onDisk: -1 };
    return running.dev === named.dev && running.ino === named.ino ? { path, onDisk: 1 } : deleted;
  }

  #readLink(name: 'exe' | 'cwd' | 'root'): string | null {
    return this.#read(() => this.host.readLink(`/proc/${this.#folder}/${name}`));
  }

  /** A missing file is no missing process: kernel threads and zombies have no executable, and no folder. */
  #read<T>(read: () => T): T | null {
    try {
      return refusedIsNull(read);
    } catch (error) {
      if (error instanceof Gone && hasProcess(this.host, this.pid)) return null;
      throw error;
    }
  }
}
