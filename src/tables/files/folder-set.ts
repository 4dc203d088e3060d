import type { Entry } from '../../host/index.js';
import { type Found, inByteOrder, resolved } from './found.js';
import type { Search } from './search.js';

interface Level {
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
  readonly #links: string[] = [];

  constructor(search: Search) {
    this.#search = search;
  }

  /** False where it was seen before, or is not there. */
  markSeen(folder: string): boolean {
    const stat = this.#search.attempt(() => this.#search.host.stat(folder));
    if (!stat) return false;
    const inodes = this.#seen.get(stat.dev);
    if (!inodes) this.#seen.set(stat.dev, new Set([stat.ino]));
    else if (inodes.has(stat.ino)) return false;
    else inodes.add(stat.ino);
    return true;
  }

  defer(link: string): void {
    this.#links.push(link);
  }

  *behindLinks(): Generator<Found> {
    for (let at = 0; at < this.#links.length; at++) yield* this.below(this.#links[at] ?? '');
  }

  /** All below a folder, each followed by what is below itself. Its depth is bounded by the length of a path alone. */
  *below(folder: string): Generator<Found> {
    const levels = this.#open(folder);
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
      if (entry.kind === 'link') this.defer(found.path);
      else levels.push(...this.#open(found.path));
    }
  }

  /** The folder's entries, as a level; none where it was seen, or cannot be read. */
  #open(folder: string): Level[] {
    const { host, request } = this.#search;
    request.checkpoint();
    if (!this.markSeen(folder)) return [];
    const entries = this.#search.attempt(() => host.listEntries(folder));
    return entries ? [{ path: folder, entries: inByteOrder(entries), next: 0 }] : [];
  }
}
