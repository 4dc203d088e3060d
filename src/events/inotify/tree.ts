import type { Host } from '../../host/index.js';
import { readOr } from '../../host/index.js';
import type { Excludes } from './excludes.js';
import { type Edge, Folder } from './folder.js';
import type { Prints } from './prints.js';
import type { EventQueue } from './queue.js';
import type { StateSet } from './state.js';
import type { Refusal, Watches } from './watches.js';

/**
 * What a survey of a folder makes of what it finds. `quiet`: it is as it was before. `told`: it is new, unless events say
 * so. `compare`: what differs from what is known was missed.
 */
export type SurveyMode = 'quiet' | 'told' | 'compare';

export interface Survey {
  readonly folder: Folder;
  readonly mode: SurveyMode;
}

export interface TreeOptions {
  readonly host: Host;
  readonly queue: EventQueue;
  readonly watches: Watches;
  readonly prints: Prints;
}

/** Names below `/` on a path; deeper folders are not watched. */
const MOST_DEPTH = 256;

/**
 * The watched folders, from `/` down along the patterns: also those on the way, so that what is missing, moved or put in
 * another's place is noticed. Each name's states follow from those of the folder that it is in.
 */
export class FolderTree {
  readonly root: Folder;
  readonly #options: TreeOptions;
  #excludes: Excludes;
  /** Changes when any folder's path may have. */
  #version = 0;
  /** Folders to be looked into before any further event is. */
  readonly surveys: Survey[] = [];
  /** Names that a folder may be found under again, once all events have been looked at. */
  #rechecks = new Map<Folder, Set<string>>();
  /** Folders on their way from one name to another, by the cookie of their move. */
  readonly #moving = new Map<number, Folder>();
  /** How many folders are not watched, by reason. */
  readonly refused = new Map<Refusal, number>();

  constructor(options: TreeOptions, none: StateSet, excludes: Excludes) {
    this.#options = options;
    this.#excludes = excludes;
    this.root = new Folder(none, '');
  }

  /** '' for `/`. */
  pathOf(folder: Folder): string {
    return folder.path(this.#version);
  }

  /** Other patterns from now on. What both mean goes on without a gap. */
  configure(states: StateSet, excludes: Excludes): void {
    this.#excludes = excludes;
    if (this.root.wd < 0) this.#watchRoot(states);
    this.#options.queue.gather(true);
    this.#restate(this.root, states);
  }

  #watchRoot(states: StateSet): void {
    const wd = this.#options.watches.begin('', states, false);
    if (typeof wd === 'number') this.#options.watches.assign(this.root, wd);
  }

  /** Finds out what a folder's names say now, and likewise below it. */
  #restate(start: Folder, states: StateSet | undefined): void {
    const seen = new Set<Folder>();
    const pending = [start];
    for (const folder of pending) {
      const now = folder === this.root ? (states ?? folder.states) : unionOf(folder.edges);
      if (folder.isGone || !now || (now === folder.states && (states === undefined || seen.has(folder)))) continue;
      seen.add(folder);
      folder.states = now;
      this.#options.watches.widen(folder, this.pathOf(folder));
      for (const [name, child] of [...folder.children]) {
        const edge = edgeOf(child, folder, name);
        if (!edge) continue;
        const found = now.find(name);
        edge.below = edge.target === undefined ? found.below : found.behind;
        const path = edge.target ?? `${this.pathOf(folder)}/${name}`;
        if (edge.below.isEmpty || this.#excludes.leavesOutBelow(path)) this.detach(folder, name);
        else pending.push(child);
      }
      this.surveys.push({ folder, mode: 'quiet' });
    }
  }

  /**
   * A name that may be of a folder, or of a link to one, is watched where patterns go on there.
   * @param mode for what is in the folder
   */
  attach(from: Folder, name: string, isLink: boolean, mode: SurveyMode): void {
    if (from.isGone || from.children.has(name)) return;
    const found = from.states.find(name);
    const below = isLink ? found.behind : found.below;
    if (below.isEmpty) return;
    const { host, queue, watches } = this.#options;
    const path = `${this.pathOf(from)}/${name}`;
    const target = isLink ? readOr(undefined, () => host.canonicalPath(path)) : undefined;
    if ((isLink && target === undefined) || this.#excludes.leavesOutBelow(target ?? path)) return;
    // What arrives from here on may tell of what the survey will find.
    if (!queue.isGathering) queue.gather(false);
    const isTooMuch = !watches.hasRoom || path.split('/').length > MOST_DEPTH;
    const wd = isTooMuch ? 'no room' : watches.begin(target ?? path, below, isLink);
    if (typeof wd === 'string' && !this.#refuse(from, name, wd)) return;
    const known = typeof wd === 'number' ? watches.get(wd) : undefined;
    const folder = known ?? new Folder(below, target ?? path);
    folder.edges.push({ from, name, below, target });
    from.children.set(name, folder);
    if (known) {
      this.#version++;
      this.#options.queue.gather(true);
      this.#restate(known, undefined);
      return;
    }
    if (typeof wd === 'number') watches.assign(folder, wd);
    this.surveys.push({ folder, mode });
  }

  /** @returns whether what is in the folder can be looked for all the same */
  #refuse(from: Folder, name: string, reason: Refusal): boolean {
    if (reason === 'gone') return false;
    if (!from.unwatched.has(name)) this.refused.set(reason, (this.refused.get(reason) ?? 0) + 1);
    from.unwatched.set(name, reason);
    return reason === 'no permission';
  }

  /** A folder is watched now that was not before. */
  admit(from: Folder, name: string): void {
    const reason = from.unwatched.get(name);
    if (reason === undefined) return;
    from.unwatched.delete(name);
    this.refused.set(reason, (this.refused.get(reason) ?? 0) - 1);
  }

  /** A name leads to no folder any more. */
  detach(from: Folder, name: string): void {
    this.admit(from, name);
    const child = from.children.get(name);
    if (!child) return;
    from.children.delete(name);
    removeEdge(child, from, name);
    this.#version++;
    if (child.isBelow(this.root)) this.#restate(child, undefined);
    else this.#drop(child);
  }

  #drop(start: Folder): void {
    const pending = [start];
    for (const folder of pending) {
      if (folder.isGone) continue;
      folder.isGone = true;
      this.#options.watches.end(folder);
      this.#options.prints.clear(folder);
      this.#rechecks.delete(folder);
      for (const name of [...folder.unwatched.keys()]) this.admit(folder, name);
      for (const [name, child] of folder.children) {
        removeEdge(child, folder, name);
        if (!child.isBelow(this.root)) pending.push(child);
      }
      folder.children.clear();
    }
  }

  /** The first half of a move. */
  depart(from: Folder, name: string, cookie: number): void {
    const child = from.children.get(name);
    if (child?.edges.length !== 1 || child.edges[0]?.target !== undefined || cookie === 0) {
      this.detach(from, name);
      return;
    }
    this.pathOf(child); // stays its path meanwhile
    from.children.delete(name);
    removeEdge(child, from, name);
    this.#moving.set(cookie, child);
  }

  /**
   * The second half. A folder that was watched keeps its watches, and all below it theirs, where patterns mean the same by
   * its new name.
   */
  arrive(from: Folder, name: string, cookie: number, kind: 'folder' | 'other'): void {
    this.detach(from, name);
    const child = this.#moving.get(cookie);
    this.#moving.delete(cookie);
    if (child && !child.isGone) {
      const { below } = from.states.find(name);
      const isLeftOut = this.#excludes.leavesOutBelow(`${this.pathOf(from)}/${name}`);
      if (below === child.states && !isLeftOut && kind === 'folder') {
        child.edges.push({ from, name, below, target: undefined });
        from.children.set(name, child);
        this.#version++;
        return;
      }
      this.#drop(child);
    }
    if (kind === 'folder') this.attach(from, name, false, 'told');
    else this.attachLink(from, name);
  }

  /** A name that is of no folder may be of a link to one. */
  attachLink(from: Folder, name: string): void {
    if (from.states.find(name).behind.isEmpty) return;
    const path = `${this.pathOf(from)}/${name}`;
    if (readOr(false, () => this.#options.host.lstat(path).isSymbolicLink())) this.attach(from, name, true, 'told');
  }

  /** Folders whose second half of a move did not come have left what is watched. */
  endMoves(): void {
    for (const folder of this.#moving.values()) this.#drop(folder);
    this.#moving.clear();
  }

  /** The kernel ended a watch: the folder is gone, or hidden, or shown again, by a mount. */
  ended(folder: Folder): void {
    this.#options.watches.ended(folder);
    this.#findAgain(folder.edges);
    if (folder !== this.root) this.#drop(folder);
  }

  /** A folder has another name, and nothing that is watched tells which. */
  movedAway(folder: Folder): void {
    this.#findAgain(folder.edges.filter(({ target, from }) => target !== undefined || from.wd < 0));
  }

  #findAgain(edges: readonly Edge[]): void {
    for (const { from, name } of [...edges]) {
      this.detach(from, name);
      const names = this.#rechecks.get(from) ?? new Set();
      this.#rechecks.set(from, names.add(name));
    }
  }

  get hasRechecks(): boolean {
    return this.#rechecks.size > 0;
  }

  /** To be called when all events have been looked at. */
  recheck(): void {
    const rechecks = this.#rechecks;
    this.#rechecks = new Map();
    for (const [from, names] of rechecks) {
      for (const name of names) {
        this.attach(from, name, false, 'told');
        if (!from.children.has(name)) this.attachLink(from, name);
      }
    }
  }

  /** Looks at everything again, since events were missed. */
  compareAll(): void {
    this.endMoves();
    this.#rechecks.clear();
    this.surveys.splice(0, this.surveys.length, { folder: this.root, mode: 'compare' });
    this.#options.queue.gather(true);
  }

  /**
   * Makes sure that a folder's watch is of what is at its path now.
   * @returns false where another folder stands there, which is watched in its place
   */
  verify(folder: Folder): boolean {
    const { watches } = this.#options;
    const isLink = folder.edges.every(({ target }) => target !== undefined) && folder !== this.root;
    const wd = watches.begin(this.pathOf(folder), folder.states, isLink);
    if (wd === folder.wd) return true;
    if (typeof wd !== 'number') return wd !== 'gone';
    if (folder.wd < 0 && !watches.get(wd)) {
      watches.assign(folder, wd);
      for (const { from, name } of folder.edges) this.admit(from, name);
      return true;
    }
    for (const { from, name, target } of [...folder.edges]) {
      this.detach(from, name);
      this.attach(from, name, target !== undefined, 'told');
    }
    return folder === this.root;
  }
}

const unionOf = (edges: readonly Edge[]): StateSet | undefined => {
  let all: StateSet | undefined;
  for (const { below } of edges) all = all?.union(below) ?? below;
  return all;
};

const edgeOf = (child: Folder, from: Folder, name: string): Edge | undefined =>
  child.edges.find((edge) => edge.from === from && edge.name === name);

function removeEdge(child: Folder, from: Folder, name: string): void {
  const index = child.edges.findIndex((edge) => edge.from === from && edge.name === name);
  if (index >= 0) child.edges.splice(index, 1);
}
