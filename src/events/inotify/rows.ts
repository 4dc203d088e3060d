import {
  type DigestName,
  type FileStats,
  type Host,
  READ_MAX_BYTES,
  readDigests,
  readOr,
  wideCount,
} from '../../host/index.js';
import type { Emitter, EventRow } from '../source.js';
import { type Action, isAccess, isDeparture } from './action.js';
import type { Excludes } from './excludes.js';
import type { Category } from './path-pattern.js';

/** Something that happened to a path. */
export interface Happening {
  /** '' for `/` */
  readonly folder: string;
  readonly path: string;
  readonly action: Action;
  readonly cookie: number;
  readonly hits: readonly Category[];
  /** Events that had arrived, this one among them, when it happened. */
  readonly arrived: number;
}

export interface RowsOptions {
  readonly host: Host;
  readonly emit: Emitter;
  /** Events that have arrived so far. */
  readonly arrived: () => number;
  /** Called while a file is being hashed. */
  readonly drain: () => void;
  /** There is too much to do: files are not hashed. */
  readonly isBusy: () => boolean;
}

export interface HashSettings {
  readonly isOn: boolean;
  readonly mostBytes: number;
}

type Digests = ReadonlyMap<DigestName, string>;

/** What a path was found to be after so many events had arrived: it holds for those that arrived before. */
interface Look {
  readonly arrived: number;
  /** Of a link itself. */
  readonly own: FileStats | undefined;
  /** Of what a link leads to. */
  readonly stat: FileStats | undefined;
  digests?: Digests | undefined;
  /** As `arrived`; undefined where it was not hashed. */
  hashedAt?: number;
}

const NAMES: readonly DigestName[] = ['md5', 'sha1', 'sha256'];
/** What hashing one file may take. */
const MOST_HASHING_MS = 2000;
const MOST_LOOKS = 10_000;

class TooSlow extends Error {}

/** Makes rows of file_events. */
export class Rows {
  readonly #looks = new Map<string, Look>();
  /** Files that were not hashed since there was too much to do. */
  unhashed = 0;

  constructor(
    private readonly options: RowsOptions,
    public excludes: Excludes,
    public hashing: HashSettings,
  ) {}

  /** @returns what the path is, links not followed, where that was looked at and there is something */
  tell({ folder, path, action, cookie, hits, arrived }: Happening): FileStats | undefined {
    const isOfAccess = isAccess(action);
    const categories = isOfAccess ? hits.filter(({ accesses }) => accesses) : hits;
    if (categories.length === 0 || this.excludes.leavesOut(folder, path)) return undefined;
    const look = isDeparture(action) ? undefined : this.#look(path, arrived);
    const isContent = action === 'CREATED' || action === 'UPDATED';
    // Reading a file would be an access to tell of.
    const mayHash = isContent && this.hashing.isOn && !hits.some(({ accesses }) => accesses);
    const row = { target_path: path, action, transaction_id: cookie, ...statColumns(look?.stat) };
    const hash = mayHash && look ? this.#hashColumns(path, look, arrived) : { hashed: 0 };
    for (const { name } of categories) this.options.emit.row('file_events', { ...row, ...hash, category: name });
    return look?.own;
  }

  #look(path: string, arrived: number): Look {
    const known = this.#looks.get(path);
    if (known && known.arrived >= arrived) return known;
    const { host } = this.options;
    const own = readOr(undefined, () => host.lstat(path));
    const stat = own?.isSymbolicLink() ? readOr(own, () => host.stat(path)) : own;
    const look: Look = { arrived: this.options.arrived(), own, stat };
    if (this.#looks.size >= MOST_LOOKS) this.#looks.clear();
    this.#looks.set(path, look);
    return look;
  }

  /** What was found out of paths is forgotten: all events have been told. */
  forget(): void {
    this.#looks.clear();
  }

  #hashColumns(path: string, look: Look, arrived: number): EventRow {
    if (look.hashedAt === undefined || look.hashedAt < arrived) {
      if (this.options.isBusy()) {
        this.unhashed++;
        return { hashed: 0 };
      }
      look.hashedAt = this.options.arrived();
      look.digests = this.#digestsOf(path, look.stat);
    }
    const { digests } = look;
    return digests ? { ...Object.fromEntries(digests), hashed: 1 } : { hashed: -1 };
  }

  #digestsOf(path: string, stat: FileStats | undefined): Digests | undefined {
    const limitBytes = Math.min(this.hashing.mostBytes, READ_MAX_BYTES);
    if (!stat?.isFile() || stat.size > limitBytes) return undefined;
    const endMs = performance.now() + MOST_HASHING_MS;
    const checkpoint = (): void => {
      this.options.drain();
      if (performance.now() > endMs) throw new TooSlow();
    };
    try {
      return readOr(undefined, () => readDigests(this.options.host, path, NAMES, { limitBytes, checkpoint }));
    } catch (error) {
      if (error instanceof TooSlow) return undefined;
      throw error;
    }
  }
}

function statColumns(stat: FileStats | undefined): EventRow {
  if (!stat) return {};
  return {
    inode: wideCount(stat.ino),
    uid: wideCount(stat.uid),
    gid: wideCount(stat.gid),
    mode: (stat.mode & 0o7777n).toString(8).padStart(4, '0'),
    size: wideCount(stat.size),
    atime: seconds(stat.atimeNs),
    mtime: seconds(stat.mtimeNs),
    ctime: seconds(stat.ctimeNs),
  };
}

const SECOND = 1_000_000_000n;

/** Whole seconds before or at a time, which may lie before the epoch. */
const seconds = (nanoseconds: bigint): number =>
  Number(nanoseconds >= 0n ? nanoseconds / SECOND : (nanoseconds - SECOND + 1n) / SECOND);
