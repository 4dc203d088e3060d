import type { FileStats } from '../../host/index.js';
import type { StateSet } from './state.js';
import type { Refusal } from './watches.js';

/** What tells whether a file changed, as numbers that are compared and no more. */
export interface Print {
  readonly inode: number;
  readonly size: number;
  readonly mtime: number;
  readonly ctime: number;
}

/** Times and size of a folder change with what is in it, which is told by itself: its owner and mode stand for them. */
export const printOf = (stat: FileStats): Print =>
  stat.isDirectory()
    ? { inode: Number(stat.ino), size: 0, mtime: 0, ctime: Number(stat.mode + 0x1_0000n * (stat.uid + stat.gid)) }
    : {
        inode: Number(stat.ino),
        size: Number(stat.size),
        mtime: Number(stat.mtimeNs),
        ctime: Number(stat.ctimeNs),
      };

/** A name in a folder under which another one is found. */
export interface Edge {
  readonly from: Folder;
  readonly name: string;
  /** States that the name gives to what is in the folder. */
  below: StateSet;
  /** The folder's own path, where the name is a link to it. */
  readonly target: string | undefined;
}

/** No path the system takes has more names. */
const MOST_NAMES = 2048;

/** A folder that patterns lead to or through. It is one inode, which may have several names. */
export class Folder {
  /** Its watch; -1 where the kernel gives none. */
  wd = -1;
  readonly edges: Edge[] = [];
  readonly children = new Map<string, Folder>();
  /** What is known of the names in it that have rows. */
  readonly prints = new Map<string, Print>();
  /** There was no room for some of the prints. */
  isForgetful = false;
  /** Folders in it that should be watched and are not, and why. */
  readonly unwatched = new Map<string, Refusal>();
  /** Dropped: tasks that still name it have nothing to do. */
  isGone = false;
  #path: string;
  #version = -1;

  /** @param path where it was found; '' for `/` */
  constructor(
    public states: StateSet,
    path: string,
  ) {
    this.#path = path;
  }

  /**
   * '' for `/`. Of a folder that has no name now, the last one that it had.
   * @param version changes when any folder is moved
   */
  path(version: number): string {
    if (this.#version === version) return this.#path;
    const names: string[] = [];
    let folder: Folder = this;
    let start: string | undefined;
    while (start === undefined && names.length < MOST_NAMES) {
      const edge: Edge | undefined = folder.edges.find(({ target }) => target === undefined) ?? folder.edges[0];
      if (!edge) start = folder.#path;
      else if (edge.target !== undefined) start = edge.target;
      else {
        names.push(edge.name);
        folder = edge.from;
      }
    }
    if (start !== undefined) this.#path = [start, ...names.reverse()].join('/');
    this.#version = version;
    return this.#path;
  }

  /** Whether names lead to it from `root`; a folder mounted into itself has names that do not. */
  isBelow(root: Folder): boolean {
    const seen = new Set<Folder>([this]);
    for (const folder of seen) {
      if (folder === root) return true;
      for (const { from } of folder.edges) seen.add(from);
    }
    return false;
  }
}
