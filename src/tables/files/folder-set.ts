import type { Entry, FileStats } from '../../host/index.js';
import { type Found, inByteOrder, resolved } from './found.js';
import type { Search } from './search.js';

interface Level {
  /** How far down its entries are, from 1. */
  readonly depth: number;
  readonly path: string;
  readonly entries: readonly Entry[];
  next: number;
}

/**
 * A search through all below some folders. Each folder is read once, known by device and inode, so loops of links and
 * bind mounts end. Links to folders wait to the end: whatever has a path without them is found by it.
 */
export class FolderSet {
  readonly #search: Search;
  /** Inodes by device. */
  readonly #seen = new Map<bigint, Set<bigint>>();
  readonly #links: { readonly path: string; readonly depth: number }[] = [];
  /** Devices that the search begins on. */
  readonly #devices = new Set<bigint>();

  constructor(search: Search) {
    this.#search = search;
  }

  /** A folder that the search begins in: what the pattern names in it is looked at by the caller. */
  beginIn(folder: string): void {
    const stat = this.#search.attempt(() => this.#search.host.stat(folder));
    if (!stat) return;
    this.#devices.add(stat.dev);
    this.#isNew(stat);
  }

  #isNew(stat: FileStats): boolean {
    const inodes = this.#seen.get(stat.dev);
    if (!inodes) this.#seen.set(stat.dev, new Set([stat.ino]));
    else if (inodes.has(stat.ino)) return false;
    else inodes.add(stat.ino);
    return true;
  }

  /** @param depth how far down the link is */
  defer(link: string, depth: number): void {
    this.#links.push({ path: link, depth });
  }

  *behindLinks(): Generator<Found> {
    for (let at = 0; at < this.#links.length; at++) {
      const link = this.#links[at];
      if (link) yield* this.below(link.path, link.depth);
    }
  }

  /**
   * All below a folder, each followed by what is below itself. Unless the search has an end, the length of a path alone
   * bounds its depth.
   * @param depth how far down the folder is
   */
  *below(folder: string, depth: number): Generator<Found> {
    const levels = this.#open(folder, depth);
    for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
      const entry = level.entries[level.next++];
      if (entry === undefined) {
        levels.pop();
        continue;
      }
      const found = resolved(`${level.path}/${entry.name}`, entry.kind, this.#search);
      if (!found) continue;
      yield found;
      if (found.kind !== 'folder') continue;
      if (entry.kind === 'link') this.defer(found.path, level.depth);
      else levels.push(...this.#open(found.path, level.depth));
    }
  }

  #hasEntries(folder: string): boolean {
    const entries = this.#search.attempt(() => this.#search.host.streamEntries(folder).next());
    return entries !== undefined && !entries.done;
  }

  /** The entries of a folder so far down, as a level; none where it was seen, is not to be looked into, or cannot be read. */
  #open(folder: string, depth: number): Level[] {
    const { host, request, walk } = this.#search;
    request.checkpoint();
    const stat = this.#search.attempt(() => host.stat(folder));
    if (!stat) return [];
    if (walk.maxDepth !== null && depth >= walk.maxDepth) {
      this.#search.leaveOut(`files more than ${walk.maxDepth} levels down`, `those in ${folder}`, () =>
        this.#hasEntries(folder),
      );
      return [];
    }
    if (walk.isOneFileSystem && !this.#devices.has(stat.dev)) {
      this.#search.leaveOut('other file systems', folder, () => true);
      return [];
    }
    if (!this.#isNew(stat)) return [];
    const entries = this.#search.attempt(() => host.listEntries(folder));
    return entries ? [{ path: folder, depth: depth + 1, entries: inByteOrder(entries), next: 0 }] : [];
  }
}
