import { Buffer } from 'node:buffer';
import * as fs from 'node:fs';
import type { Inotify } from '../../../src/events/inotify/kernel.js';
import { IN } from '../../../src/events/inotify/message.js';

const ENOENT = 2;
const ENOTDIR = 20;
const ENOSPC = 28;

/** An event in the kernel's bytes: the name is padded with NULs to a multiple of sixteen. */
export function eventBytes(wd: number, mask: number, name: string | Buffer = '', cookie = 0): Buffer {
  const bytes = Buffer.from(name);
  const length = bytes.length === 0 ? 0 : (Math.floor(bytes.length / 16) + 1) * 16;
  const event = Buffer.alloc(16 + length);
  event.writeInt32LE(wd, 0);
  event.writeUInt32LE(mask, 4);
  event.writeUInt32LE(cookie, 8);
  event.writeUInt32LE(length, 12);
  bytes.copy(event, 16);
  return event;
}

/** An inotify whose events a test writes, on folders that are there. */
export class FakeKernel implements Inotify {
  readonly fd = -1;
  readonly removed: number[] = [];
  readonly masks = new Map<number, number>();
  isClosed = false;
  most = Number.POSITIVE_INFINITY;
  nextWd = 1;
  readonly #wds = new Map<string, number>();
  readonly #reads: Buffer[] = [];
  /** What happens just after a path was watched. */
  onAdd: (path: string) => void = () => {};

  add(path: string | Buffer, mask: number): number {
    let inode: string;
    try {
      const stat = (mask & IN.DONT_FOLLOW) !== 0 ? fs.lstatSync(path) : fs.statSync(path);
      if ((mask & IN.ONLYDIR) !== 0 && !stat.isDirectory()) return -ENOTDIR;
      inode = `${stat.dev}:${stat.ino}`;
    } catch {
      return -ENOENT;
    }
    const known = this.#wds.get(inode);
    if (known === undefined && this.#wds.size >= this.most) return -ENOSPC;
    const wd = known ?? this.nextWd++;
    this.#wds.set(inode, wd);
    this.masks.set(wd, ((mask & IN.MASK_ADD) !== 0 ? (this.masks.get(wd) ?? 0) : 0) | mask);
    this.onAdd(String(path));
    return wd;
  }

  remove(wd: number): boolean {
    this.removed.push(wd);
    return this.#forget(wd);
  }

  #forget(wd: number): boolean {
    for (const [inode, known] of this.#wds) if (known === wd) return this.#wds.delete(inode);
    return false;
  }

  /** The watch of a folder. */
  wdOf(path: string): number {
    const stat = fs.statSync(path);
    return this.#wds.get(`${stat.dev}:${stat.ino}`) ?? -1;
  }

  /** What the next read(2) gives. */
  gives(...events: readonly Buffer[]): void {
    this.#reads.push(Buffer.concat(events));
  }

  read(): Buffer | undefined {
    return this.#reads.shift();
  }

  close(): void {
    this.isClosed = true;
  }
}
