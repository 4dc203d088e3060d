import { Gone } from '../../core/index.js';
import { type EntryKind, type FileStats, Refused, refusedIsNull } from '../../host/index.js';
import type { InNamespace, MountNamespace } from '../mount-namespace.js';
import { folderOf, nameOf, withoutTail } from './paths.js';
import { EVERYWHERE, type WalkOptions } from './walk.js';

/** What a path leads to, by stat(2). */
export type FileType =
  | 'regular'
  | 'directory'
  | 'symlink'
  | 'block'
  | 'character'
  | 'fifo'
  | 'socket'
  | 'unknown'
  | 'error';

/** A file by its path. Asks the system about it on first use. */
export class FileEntry implements InNamespace {
  #link: FileStats | null | undefined;
  #target: FileStats | 'nowhere' | 'error' | undefined;

  readonly #directory: string | undefined;

  /**
   * @param path as the query or the search spells it; may end in a slash
   * @param directory the folder it is in where the query spells it, else that of the path
   * @param walk how it was looked for
   */
  constructor(
    readonly namespace: MountNamespace,
    readonly path: string,
    readonly kind: EntryKind = 'unknown',
    directory?: string,
    readonly walk: WalkOptions = EVERYWHERE,
  ) {
    this.#directory = directory;
  }

  get directory(): string {
    return this.#directory ?? folderOf(this.path);
  }

  /** Makes sure that it is there; what ends in a slash must be a folder. @throws Gone, Refused */
  find(): FileStats {
    const bare = withoutTail(this.path);
    const link = this.namespace.host.lstat(bare);
    this.#link = link;
    if (bare !== this.path && this.type !== 'directory') throw new Gone(`ENOTDIR: ${this.path}`);
    return link;
  }

  get filename(): string {
    return nameOf(this.path);
  }

  /** lstat(2), null where the host refuses. A slash at the end does not lead through a link. @throws Gone */
  get link(): FileStats | null {
    if (this.#link === undefined) {
      this.#link = refusedIsNull(() => this.namespace.host.lstat(withoutTail(this.path)));
    }
    return this.#link;
  }

  /** stat(2): what a link leads to, the link itself where that is nowhere; null where the host refuses. @throws Gone */
  get target(): FileStats | null {
    const { link } = this;
    if (!link?.isSymbolicLink()) return link;
    const target = this.#followed();
    return typeof target === 'object' ? target : link;
  }

  /** `unknown` for a link to nowhere, `error` for one that cannot be followed; null where the host refuses. @throws Gone */
  get type(): FileType | null {
    const { link } = this;
    if (!link) return null;
    if (!link.isSymbolicLink()) return typeOf(link);
    const target = this.#followed();
    if (target === 'nowhere') return 'unknown';
    return target === 'error' ? 'error' : typeOf(target);
  }

  /** The link's text, null where it is none. @throws Gone */
  get linkText(): string | null {
    if (!this.link?.isSymbolicLink()) return null;
    return refusedIsNull(() => this.namespace.host.readLink(withoutTail(this.path)));
  }

  /** Whether the path leads to a regular file. @throws Gone */
  get isRegular(): boolean {
    if (this.kind === 'file') return true;
    return (this.kind === 'link' || this.kind === 'unknown') && this.type === 'regular';
  }

  #followed(): FileStats | 'nowhere' | 'error' {
    this.#target ??= this.#follow();
    return this.#target;
  }

  #follow(): FileStats | 'nowhere' | 'error' {
    try {
      return this.namespace.host.stat(withoutTail(this.path));
    } catch (error) {
      if (error instanceof Refused) return 'error';
      if (!(error instanceof Gone)) throw error;
      return error.message.startsWith('ELOOP') ? 'error' : 'nowhere';
    }
  }
}

function typeOf(stat: FileStats): FileType {
  if (stat.isFile()) return 'regular';
  if (stat.isDirectory()) return 'directory';
  if (stat.isBlockDevice()) return 'block';
  if (stat.isCharacterDevice()) return 'character';
  if (stat.isFIFO()) return 'fifo';
  if (stat.isSocket()) return 'socket';
  return 'unknown';
}
