import { posix } from 'node:path';
import { type Host, readOr } from '../../../host/index.js';
import type { AuditEvent } from '../records/assembler.js';
import { type PathRecord, parseCwd, parsePaths } from '../records/path.js';
import type { OpenFiles } from './open-files.js';

const AT_FDCWD = -100;

/** A path as far as it is known. */
export interface Resolved {
  readonly path: string;
  readonly isPartial: boolean;
}

/** The names of an event, made absolute by the rules of the call. Nothing is looked at, but for descriptors that are not known. */
export class EventPaths {
  readonly records: readonly PathRecord[];
  readonly cwd: string | null;

  /** @param host asked for folders that were open before we came; undefined where such paths are not wanted */
  constructor(
    private readonly event: AuditEvent,
    private readonly files: OpenFiles,
    private readonly host: Host | undefined,
  ) {
    this.records = parsePaths(event.paths);
    this.cwd = parseCwd(event.cwd);
  }

  /** The last of these kinds that is not a folder on the way. */
  last(...kinds: readonly string[]): PathRecord | undefined {
    return this.records.findLast(({ kind }) => kind !== undefined && kinds.includes(kind));
  }

  /**
   * @param folder the argument that holds the descriptor of the folder that the name stands in; undefined for the working
   * folder
   */
  resolve(record: PathRecord | undefined, folder?: 0 | 1 | 2 | 3): Resolved | undefined {
    if (!record || record.name === null || record.name === '') return undefined;
    if (record.name.startsWith('/')) return { path: normal(record.name), isPartial: false };
    const base = this.#folder(folder);
    return base && { path: normal(`${base.path}/${record.name}`), isPartial: base.isPartial };
  }

  #folder(argument: 0 | 1 | 2 | 3 | undefined): Resolved | undefined {
    const { args, pid } = this.event.syscall;
    const fd = argument === undefined ? AT_FDCWD : args[argument] | 0;
    if (fd === AT_FDCWD) return this.cwd === null ? undefined : { path: this.cwd, isPartial: false };
    return this.files.get(pid, fd) ?? (this.host && lookUp(this.host, pid, fd));
  }
}

/** The path that /proc tells of a descriptor now; undefined where it is none of a file. */
export function lookUp(host: Host, pid: number, fd: number): Resolved | undefined {
  const path = readOr('', () => host.readLink(`/proc/${pid}/fd/${fd}`));
  return path.startsWith('/') ? { path, isPartial: true } : undefined;
}

/** Without `.`, `..` and a `/` at the end. No link is followed. */
export const normal = (path: string): string => {
  const plain = posix.normalize(path);
  return plain.length > 1 && plain.endsWith('/') ? plain.slice(0, -1) : plain;
};
