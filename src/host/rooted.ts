import * as fs from 'node:fs';
import { systemError } from './errors.js';
import { pathBytes, textOf } from './text.js';

/** open(2): a handle on the object itself, with no right to its content and no effect on devices. Node has no name for it. */
export const O_PATH = 0o10000000;
const { O_DIRECTORY, O_NOFOLLOW } = fs.constants;

/** Links followed in one path (path_resolution(7): 40). */
const MAX_LINKS = 40;
/**
 * How a recorded machine writes an absolute link that would, taken as it is, lead tools from the checkout onto the disk of
 * whoever has it: `/@root/etc` stands for `/etc`, `/@root/` for `/`.
 */
const RECORDED_ROOT = /^\/@root(?=\/)/;
/** A recorded link's target as the machine has it. */
export const recordedTarget = (written: Buffer): string => textOf(written).replace(RECORDED_ROOT, '');

/** Steps in one path, links' targets and the way back from `..` included. */
const MAX_STEPS = 10_000;

/** Where a path led to inside a root. Valid only while `withinRoot` runs its `use`. */
export interface Located {
  /** An O_PATH descriptor of the object: a link itself where links are kept. */
  readonly fd: number;
  /** For a link that was kept: its name by its folder's descriptor, for readlink. */
  readonly link?: string | Buffer;
  /** Its path in the root with all links resolved. */
  readonly path: string;
}

/** A folder that stands for `/`, and how links in it are written. */
export interface Root {
  readonly path: string;
  readonly target: (written: Buffer) => string;
}

/** A path that opens what the descriptor stands for. */
export const pathOfFd = (fd: number): string => `/proc/self/fd/${fd}`;

/**
 * Resolves `path` as a process would whose `/` is `root`: absolute links and `..` stay inside. Each step opens one name
 * relative to the folder before it and follows no link by itself, so nobody who changes the tree meanwhile can lead
 * us out of it. A kernel does this in one call (openat2(2) RESOLVE_IN_ROOT), which Node cannot make.
 *
 * @throws the system's errors; ELOOP past 40 links
 */
export function withinRoot<T>(root: Root, path: string, links: 'follow' | 'keep', use: (found: Located) => T): T {
  const walk = new Walk(root);
  try {
    return use(walk.to(path, links));
  } finally {
    walk.close();
  }
}

/** One resolution: holds at most two descriptors, of the folder reached and of the link found in it. */
class Walk {
  readonly #root: Root;
  #names: string[] = [];
  #fd: number;
  #link: number | undefined;
  #steps = 0;

  constructor(root: Root) {
    this.#root = root;
    this.#fd = fs.openSync(root.path, O_PATH | O_DIRECTORY);
  }

  close(): void {
    fs.closeSync(this.#fd);
    if (this.#link !== undefined) fs.closeSync(this.#link);
  }

  to(path: string, links: 'follow' | 'keep'): Located {
    const pending = path.split('/').reverse();
    let followed = 0;
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (name === '..') this.#up();
      else if (name !== '' && name !== '.') {
        const link = this.#step(name);
        if (link === undefined) continue;
        if (links === 'keep' && pending.length === 0)
          return { fd: link, link: this.#inFolder(name), path: this.#path(name) };
        if (++followed > MAX_LINKS) throw systemError('ELOOP');
        const target = this.#root.target(fs.readlinkSync(this.#inFolder(name), 'buffer'));
        this.#leaveLink();
        if (target.startsWith('/')) this.#restart();
        pending.push(...target.split('/').reverse());
      } else if (pending.length === 0 && this.#names.length > 0) this.#requireFolder();
    }
    return { fd: this.#fd, path: this.#path() };
  }

  /** Goes into `name`, or stays and gives its descriptor where it is a link. */
  #step(name: string): number | undefined {
    const fd = this.#open(this.#inFolder(name), O_PATH | O_NOFOLLOW);
    let isLink = false;
    try {
      isLink = fs.fstatSync(fd).isSymbolicLink();
    } finally {
      if (isLink) this.#link = fd;
      else {
        fs.closeSync(this.#fd);
        this.#fd = fd;
      }
    }
    if (isLink) return fd;
    this.#names.push(name);
    return undefined;
  }

  #leaveLink(): void {
    if (this.#link !== undefined) fs.closeSync(this.#link);
    this.#link = undefined;
  }

  /** `..`: from the root down again, as the kernel's own `..` would leave a folder that was moved out of the root. */
  #up(): void {
    this.#requireFolder();
    const names = this.#names.slice(0, -1);
    this.#restart();
    for (const name of names) {
      if (this.#step(name) !== undefined) throw systemError('ENOTDIR'); // replaced by a link just now
    }
  }

  #restart(): void {
    const fd = this.#open(this.#root.path, O_PATH | O_DIRECTORY);
    fs.closeSync(this.#fd);
    this.#fd = fd;
    this.#names = [];
  }

  /** A path that ends in `/`, `/.` or `/..` names a folder. */
  #requireFolder(): void {
    if (!fs.fstatSync(this.#fd).isDirectory()) throw systemError('ENOTDIR');
  }

  #open(path: string | Buffer, flags: number): number {
    if (++this.#steps > MAX_STEPS) throw systemError('ELOOP');
    return fs.openSync(path, flags);
  }

  #inFolder(name: string): string | Buffer {
    return pathBytes(`${pathOfFd(this.#fd)}/${name}`);
  }

  #path(name?: string): string {
    return `/${(name === undefined ? this.#names : [...this.#names, name]).join('/')}`;
  }
}
