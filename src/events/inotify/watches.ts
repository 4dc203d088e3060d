import type { Host } from '../../host/index.js';
import type { Folder } from './folder.js';
import { EACCES, ENOSPC, type Inotify } from './kernel.js';
import { IN } from './message.js';
import type { StateSet } from './state.js';

/** What tells of folders that come and go. */
const ENTRIES = IN.CREATE | IN.DELETE | IN.MOVED_FROM | IN.MOVED_TO | IN.MOVE_SELF;
const CONTENTS = IN.MODIFY | IN.CLOSE_WRITE | IN.ATTRIB;
const ACCESSES = IN.OPEN | IN.ACCESS;

/** Why a folder is not watched. `gone`: there is none to be watched. */
export type Refusal = 'no room' | 'no permission' | 'gone' | 'another error';

/** The watches of one instance of inotify, and the folders that they stand for. */
export class Watches {
  readonly #folders = new Map<number, Folder>();
  /** Watches taken back whose IN_IGNORED is still to come: what arrives before it is not for a new one of that number. */
  readonly #ending = new Map<number, number>();

  constructor(
    private readonly host: Host,
    private kernel: Inotify,
    public most: number,
  ) {}

  get count(): number {
    return this.#folders.size;
  }

  get hasRoom(): boolean {
    return this.#folders.size < this.most;
  }

  /** Union of what all patterns want to hear of a folder. @param isQuiet leave out what our own reading of it would cause */
  private static maskOf(states: StateSet, isQuiet: boolean): number {
    return ENTRIES | (states.hasRows ? CONTENTS : 0) | (states.accesses && !isQuiet ? ACCESSES : 0);
  }

  /** The folder whose event this is; undefined where the watch is none of ours, or no longer. */
  folderOf(wd: number, isIgnored: boolean): Folder | undefined {
    const ending = this.#ending.get(wd);
    if (ending === undefined) return this.#folders.get(wd);
    if (isIgnored && ending > 1) this.#ending.set(wd, ending - 1);
    else if (isIgnored) this.#ending.delete(wd);
    return undefined;
  }

  /**
   * Watches a path: what events of it come, comes from now on. What other patterns hear of the inode stays as it is.
   * @param isLink whether to go where a link leads
   * @returns the watch's number, which may be that of a folder known by another name
   */
  begin(path: string, states: StateSet, isLink: boolean): number | Refusal {
    const mask = Watches.maskOf(states, true) | IN.ONLYDIR | IN.MASK_ADD | (isLink ? 0 : IN.DONT_FOLLOW);
    const wd = this.kernel.add(this.host.realPath(path || '/'), mask);
    if (wd > 0) return wd;
    if (wd === -ENOSPC) return 'no room';
    if (wd === -EACCES) return 'no permission';
    return GONE.has(-wd) ? 'gone' : 'another error';
  }

  get(wd: number): Folder | undefined {
    return this.#folders.get(wd);
  }

  /** A folder's watch is the one that {@link Watches.begin} gave. */
  assign(folder: Folder, wd: number): void {
    if (folder.wd >= 0) this.#folders.delete(folder.wd);
    folder.wd = wd;
    if (wd >= 0) this.#folders.set(wd, folder);
  }

  /** Hears all that the folder's states want. What nobody wants any more is still heard, and makes no rows. */
  widen(folder: Folder, path: string): void {
    if (folder.wd < 0) return;
    const mask = Watches.maskOf(folder.states, false) | IN.ONLYDIR | IN.MASK_ADD;
    const wd = this.kernel.add(this.host.realPath(path || '/'), mask);
    // Another folder stands at the path by now. Events tell of that; this watch must not come in their way.
    if (wd > 0 && wd !== folder.wd && !this.#folders.has(wd)) this.#end(wd);
  }

  end(folder: Folder): void {
    if (folder.wd < 0) return;
    this.#folders.delete(folder.wd);
    this.#end(folder.wd);
    folder.wd = -1;
  }

  #end(wd: number): void {
    this.kernel.remove(wd); // where the kernel was first, its IN_IGNORED is under way all the same
    this.#ending.set(wd, (this.#ending.get(wd) ?? 0) + 1);
  }

  /** The kernel ended a folder's watch by itself: it was deleted, or its file system unmounted. */
  ended(folder: Folder): void {
    this.#folders.delete(folder.wd);
    folder.wd = -1;
  }

  /** Goes on with another instance, which watches nothing yet. */
  moveTo(kernel: Inotify): void {
    this.kernel = kernel;
    for (const folder of this.#folders.values()) folder.wd = -1;
    this.#folders.clear();
    this.#ending.clear();
  }
}

/** ENOENT, ENOTDIR, ELOOP, ENODEV */
const GONE = new Set([2, 20, 40, 19]);
