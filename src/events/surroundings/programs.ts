import type { FileStats, Host } from '../../host/index.js';

/** What stat(2) says of a program, as the columns have it. */
export interface ProgramFacts {
  /** Four octal digits, such as 0755. */
  readonly mode: string;
  readonly ownerUid: number;
  readonly ownerGid: number;
  readonly atime: number;
  readonly mtime: number;
  readonly ctime: number;
  /** Null where the file system does not keep it. */
  readonly btime: number | null;
}

interface Known {
  readonly facts: ProgramFacts | null;
  readonly atMs: number;
}

const KEEP_MS = 1000;
const MOST = 1024;

/** Looks at programs: the same one, by path and inode, once a second at most. */
export class Programs {
  readonly #known = new Map<string, Known>();

  constructor(private readonly host: Host) {}

  /**
   * Null where the file cannot be looked at, or another one is at its path by now: so it is with a program of a container,
   * which is looked at through its process while that lives.
   * @param inodes that it has to have one of, where they are known
   */
  of(path: string, pid: number, inodes: readonly number[], nowMs: number): ProgramFacts | null {
    const key = `${path}\0${inodes.join()}`;
    const known = this.#known.get(key);
    if (known && nowMs - known.atMs < KEEP_MS) return known.facts;
    const isIt = (stats: FileStats): boolean => inodes.length === 0 || inodes.includes(Number(stats.ino));
    const facts = this.#look(path, isIt) ?? (inodes.length > 0 ? this.#look(`/proc/${pid}/exe`, isIt) : null);
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(key, { facts, atMs: nowMs });
    return facts;
  }

  #look(path: string, isIt: (stats: FileStats) => boolean): ProgramFacts | null {
    let stats: FileStats;
    try {
      stats = this.host.stat(path);
    } catch {
      return null; // gone, not for us, or on a file system that fails: the event stands without it
    }
    if (!isIt(stats)) return null;
    const btime = seconds(stats.birthtimeNs);
    return {
      mode: (Number(stats.mode) & 0o7777).toString(8).padStart(4, '0'),
      ownerUid: Number(stats.uid),
      ownerGid: Number(stats.gid),
      atime: seconds(stats.atimeNs),
      mtime: seconds(stats.mtimeNs),
      ctime: seconds(stats.ctimeNs),
      btime: btime > 0 ? btime : null,
    };
  }
}

const seconds = (nanoseconds: bigint): number => Number(nanoseconds / 1_000_000_000n);
