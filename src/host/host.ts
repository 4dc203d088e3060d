import * as fs from 'node:fs';
import { resolve } from 'node:path';
import { hostError, Refused, readOr, systemError, TooLarge } from './errors.js';
import { type FileSystemStats, type HostFacts, LiveFacts } from './facts.js';
import { type Entry, type EntryKind, readEntries, streamEntries } from './files/entries.js';
import { type ExtendedAttribute, readExtendedAttributes } from './files/xattr.js';
import { quietly } from './quietly.js';
import { isOfRecord, NEUTRAL, type RecordedHost, readRecord } from './recorded.js';
import { recordedStat } from './recorded-stat.js';
import { type Located, O_PATH, pathOfFd, type Root, recordedTarget, withinRoot } from './rooted.js';
import { readLinkText, readSome, statfsOf, toNumbers } from './syscalls.js';
import { pathBytes, textOf } from './text.js';

/** What reading cost so far, for EXPLAIN ANALYZE and tests. */
export interface HostCounters {
  filesOpened: number;
  syscalls: number;
  bytesRead: number;
}

/** Most bytes read from one file as a whole; larger files are streamed or refused (osquery's read_max). */
export const READ_MAX_BYTES = 50 * 1024 * 1024;

const BUFFER_BYTES = 64 * 1024;
/** A huge file's buffer should not live as long as the process. */
const KEPT_BUFFER_BYTES = 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
const MIN_CHUNK_BYTES = 16 * 1024;

const { O_NOCTTY, O_NONBLOCK, O_RDONLY } = fs.constants;
/** O_NONBLOCK: a FIFO put where a file was must not block us; O_NOCTTY: a terminal there must not become ours. */
const READ_FLAGS = O_RDONLY | O_NONBLOCK | O_NOCTTY;

/**
 * The door to the operating system. Everything a table learns comes through here, so that `root` can be a recorded
 * machine's tree or a container's, and so that what was touched can be counted.
 *
 * All calls are synchronous: a /proc read takes 12 to 15 µs where fs/promises takes 225 µs (Node 20, measured).
 * Paths are absolute, as the machine knows them; a name that is no UTF-8 is written as `decodeText` gives it. With a
 * root, links and `..` are resolved inside it, whatever they say.
 */
export class Host {
  /** '' for this machine, else the folder that stands for `/`. */
  readonly root: string;
  readonly counters: HostCounters;
  /** What no file tells: clock, uname, our own process. */
  readonly facts: HostFacts;
  readonly #record: RecordedHost | undefined;
  /** The root's path in the recorded machine: not '' inside a recorded container. */
  readonly #recordedAt: string;
  readonly #isLive: boolean;
  readonly #base: Root;
  #buffer: Buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #chunk: Buffer | undefined;

  /**
   * @param root '' for this machine, or a recorded one's folder: its facts come from `.host.json` in it
   * @throws Error where `.host.json` is malformed
   */
  constructor(root = '', outer?: Host, recordedAt = '') {
    this.root = root === '' || outer ? root : resolve(root);
    this.#recordedAt = recordedAt;
    if (outer) {
      this.counters = outer.counters;
      this.facts = outer.facts;
      this.#record = outer.#record;
      this.#isLive = outer.#isLive;
    } else {
      this.counters = { filesOpened: 0, syscalls: 0, bytesRead: 0 };
      this.#record = root === '' ? undefined : readRecord(this.root);
      this.facts = this.#record?.facts ?? (root === '' ? new LiveFacts() : NEUTRAL);
      this.#isLive = root === '';
    }
    this.#base = { path: this.root, target: this.#isLive ? textOf : recordedTarget };
  }

  /** True for a recorded machine and what is inside it; false for this machine and its containers. */
  get isFixture(): boolean {
    return !this.#isLive;
  }

  /** Whether what a file tells may be had in a faster way: only of this machine, and not where a recording needs the file. */
  get mayAvoidFiles(): boolean {
    return this.root === '';
  }

  /** The path as our own process would write it, as bytes where the text holds some that are no UTF-8. Links in a root are not looked at. */
  realPath(path: string): string | Buffer {
    return pathBytes(this.root + path);
  }

  /**
   * A file's bytes, in a buffer that stays as it is until the next read: copy what you keep.
   * @throws Gone (no such file, process vanished), Refused, TooLarge, or the system's own error
   */
  readBytes(path: string, limitBytes = READ_MAX_BYTES): Buffer {
    return this.#opened(path, (fd) => this.#readToEnd(fd, path, limitBytes));
  }

  /**
   * As `readBytes`, for a /proc file that the kernel writes as one record (stat, status, comm, io, cmdline): one
   * read(2) gives it whole, and none is spent on finding its end (a sixth of the time, measured).
   */
  readRecord(path: string): Buffer {
    return this.#opened(path, (fd) => {
      const length = readSome(fd, this.#buffer, 0);
      if (length === this.#buffer.length) return this.#readToEnd(fd, path, READ_MAX_BYTES, length);
      this.counters.bytesRead += length;
      return this.#buffer.subarray(0, length);
    });
  }

  /** A file as text; bytes that are no UTF-8 survive (see `decodeText`). Throws as `readBytes`. */
  readText(path: string, limitBytes = READ_MAX_BYTES): string {
    return textOf(this.readBytes(path, limitBytes));
  }

  /**
   * Hands over a regular file of any size piece by piece; anything else (FIFO, device, socket) is refused without being
   * opened, since opening a device can do things. A chunk is valid inside the call only. `onChunk` may throw, or return
   * false to stop.
   * @returns bytes handed over
   * @throws Gone, Refused (also: not a regular file), TooLarge past `limitBytes`
   */
  forEachChunk(
    path: string,
    onChunk: (chunk: Buffer) => unknown,
    options: { readonly limitBytes?: number } = {},
  ): number {
    const limitBytes = options.limitBytes ?? Number.POSITIVE_INFINITY;
    this.counters.filesOpened++;
    this.counters.syscalls += 4;
    let sizeBytes = 0;
    let fd = -1;
    let buffer: Buffer | undefined;
    try {
      fd = this.#openRegular(path, (size) => {
        sizeBytes = size;
      });
      buffer = this.#takeChunk(chunkBytesFor(sizeBytes));
      let total = 0;
      for (;;) {
        const count = fs.readSync(fd, buffer, 0, buffer.length, null);
        this.counters.syscalls++;
        if (count === 0) return total;
        total += count;
        this.counters.bytesRead += count;
        if (total > limitBytes) throw new TooLarge(path, limitBytes);
        if (onChunk(buffer.subarray(0, count)) === false) return total;
      }
    } catch (error) {
      throw hostError(error, path);
    } finally {
      if (fd >= 0) fs.closeSync(fd);
      this.#chunk = buffer;
    }
  }

  /**
   * Opens a disk, a partition or an image of one, to be read at offsets; the caller closes it.
   * @throws Gone, Refused (also: neither a block device nor a regular file)
   */
  openDisk(path: string): number {
    this.counters.filesOpened++;
    this.counters.syscalls += 3;
    try {
      return this.#openKind(path, (stats) => stats.isFile() || stats.isBlockDevice(), 'ENODISK');
    } catch (error) {
      throw hostError(error, path);
    }
  }

  /**
   * Opens a regular file, to be read at offsets; the caller closes it.
   * @throws Gone, Refused (also: not a regular file)
   */
  openFile(path: string): number {
    this.counters.filesOpened++;
    this.counters.syscalls += 3;
    return quietly(() => {
      try {
        return this.#openRegular(path);
      } catch (error) {
        throw hostError(error, path);
      }
    });
  }

  /**
   * Opens a regular file, to be read at offsets; the caller closes it.
   * @throws Gone, Refused (also: not a regular file)
   */
  openRegular(path: string): number {
    this.counters.filesOpened++;
    this.counters.syscalls += 3;
    try {
      return this.#openRegular(path);
    } catch (error) {
      throw hostError(error, path);
    }
  }

  /** A link's target as it is written. Throws as `readBytes`; Refused for what is no link. */
  readLink(path: string): string {
    this.counters.syscalls++;
    return this.#at(path, 'keep', readLinkText, (found) => {
      this.#refuse(found, path);
      if (found.link === undefined) throw systemError('EINVAL');
      return this.#base.target(fs.readlinkSync(found.link, 'buffer'));
    });
  }

  /** A folder's entries in the file system's order, without `.` and `..`. Throws as `readBytes`. */
  list(path: string): string[] {
    this.counters.filesOpened++;
    this.counters.syscalls += 3;
    return this.#at(
      path,
      'follow',
      (real) => fs.readdirSync(real, 'buffer').map(textOf),
      (found) => {
        this.#refuse(found, path);
        const names = fs.readdirSync(pathOfFd(found.fd), 'buffer').map(textOf);
        // git and the file system it lands on keep no order; a recorded machine has one.
        return this.#record ? names.filter((name) => !isOfRecord(found.path, name)).sort() : names;
      },
    );
  }

  /** A folder's entries with their kinds, in no order, without `.` and `..`. Throws as `readBytes`. */
  listEntries(path: string): Entry[] {
    this.counters.filesOpened++;
    this.counters.syscalls += 3;
    return this.#at(path, 'follow', readEntries, (found) => {
      this.#refuse(found, path);
      const entries = readEntries(pathOfFd(found.fd));
      return this.#record ? this.#recordedEntries(entries, found.path) : entries;
    });
  }

  /** As `listEntries`, read while they are taken: for folders of any size. The folder is opened with the first one. */
  *streamEntries(path: string): Generator<Entry> {
    if (this.root !== '') {
      yield* this.listEntries(path);
      return;
    }
    this.counters.filesOpened++;
    this.counters.syscalls += 3;
    try {
      yield* streamEntries(this.realPath(path));
    } catch (error) {
      throw hostError(error, path);
    }
  }

  /** Those entries of a folder that are decimal numbers above or equal to 0 (processes, threads, descriptors), ascending. Throws as `readBytes`. */
  listNumbers(path: string): number[] {
    this.counters.filesOpened++;
    this.counters.syscalls += 3;
    const names = this.#at(
      path,
      'follow',
      (real) => fs.readdirSync(real, 'latin1'),
      (found) => {
        this.#refuse(found, path);
        return fs.readdirSync(pathOfFd(found.fd), 'latin1');
      },
    );
    return toNumbers(names);
  }

  /** stat(2), following links; int64 fields as bigint. Throws as `readBytes`. */
  stat(path: string): fs.BigIntStats {
    this.counters.syscalls++;
    return this.#at(
      path,
      'follow',
      (real) => fs.statSync(real, { bigint: true }),
      (found) => this.#statLocated(found),
    );
  }

  /** lstat(2). Throws as `readBytes`. */
  lstat(path: string): fs.BigIntStats {
    this.counters.syscalls++;
    return this.#at(
      path,
      'keep',
      (real) => fs.lstatSync(real, { bigint: true }),
      (found) => this.#statLocated(found),
    );
  }

  /** Whether the path exists, links followed. */
  exists(path: string): boolean {
    this.counters.syscalls++;
    if (this.root === '') return fs.existsSync(this.realPath(path));
    return readOr(false, () =>
      this.#at(
        path,
        'follow',
        () => true,
        () => true,
      ),
    );
  }

  /** The path with all links resolved (realpath(3)). Throws as `readBytes`. */
  canonicalPath(path: string): string {
    this.counters.syscalls++;
    return this.#at(
      path,
      'follow',
      (real) => textOf(fs.realpathSync.native(real, 'buffer')),
      (found) => found.path,
    );
  }

  /** statfs(2) of the file system the path is on. Blocks while a network server is silent. Throws as `readBytes`. */
  statfs(path: string): FileSystemStats {
    this.counters.syscalls++;
    if (!this.#record) return this.#at(path, 'follow', statfsOf, (found) => statfsOf(pathOfFd(found.fd)));
    const stats = this.#record.statfs.get(this.#recordedAt + path);
    if (!stats) throw new Refused(path, 'not recorded');
    return stats;
  }

  /**
   * Extended attributes of a file, links followed, in the order of the file system (xattr(7)); inside a container none.
   * The file is not opened: a FIFO does not block, a device does nothing.
   * @throws Gone, Refused
   */
  extendedAttributes(path: string): readonly ExtendedAttribute[] {
    if (this.root === '') return readExtendedAttributes(this, path);
    return this.#at(
      path,
      'follow',
      () => [],
      (found) => {
        this.#refuse(found, path);
        return this.#record?.extendedAttributes.get(this.#recordedAt + found.path) ?? [];
      },
    );
  }

  /**
   * What the system tells otherwise than in a file: by netlink, say. A recorded machine has it by its name.
   * @returns what `ask` gives; undefined where a recorded machine, or a container, has no such answer
   * @throws what `ask` throws
   */
  answer(name: string, ask: () => Buffer): Buffer | undefined {
    return this.root === '' ? ask() : this.#recordedAt === '' ? this.#record?.answers.get(name) : undefined;
  }

  /** As {@link answer}, for what is waited for: what a server says. */
  async answerLater(name: string, ask: () => Promise<Buffer>): Promise<Buffer | undefined> {
    return this.root === '' ? ask() : this.#recordedAt === '' ? this.#record?.answers.get(name) : undefined;
  }

  /**
   * Another process's mount namespace as its id, the digits of `mnt:[4026531840]`.
   * @throws Gone (no such process), Refused (someone else's, and we are not root)
   */
  mountNamespaceId(pid: number | 'self'): string {
    return /\d+/.exec(this.readLink(`/proc/${pid}/ns/mnt`))?.[0] ?? '';
  }

  /**
   * The machine as seen from a process's mount namespace, such as a container's: files are those that namespace's `/`
   * leads to, facts and counters stay ours. This host itself where the process shares our namespace.
   * The process pins the namespace: what is read after its end fails with Gone.
   * @throws Gone, Refused
   */
  inMountNamespace(pid: number): Host {
    if (!Number.isSafeInteger(pid) || pid <= 0) throw hostError(systemError('ESRCH'), `/proc/${pid}`);
    const id = this.mountNamespaceId(pid);
    if (id === readOr('', () => this.mountNamespaceId('self'))) return this;
    const kept = this.#record?.mountNamespaces.get(id);
    if (kept !== undefined) return this.inside(id, this.root + kept, this.#recordedAt + kept);
    const link = `/proc/${pid}/root`;
    if (this.isFixture) {
      const path = this.canonicalPath(link);
      return this.inside(id, this.root + path, this.#recordedAt + path);
    }
    // A process that did chroot(2) sees less than its namespace: `..` leads up, and stays at the namespace's own root.
    const depth = this.readLink(link)
      .split('/')
      .filter((name) => name !== '').length;
    return this.inside(id, this.root + link + '/..'.repeat(depth));
  }

  /** The host for a mount namespace of this machine. @param recordedAt its root in the recorded machine */
  protected inside(_namespaceId: string, root: string, recordedAt = ''): Host {
    return new Host(root, this, recordedAt);
  }

  #at<T>(path: string, links: 'follow' | 'keep', live: (real: string | Buffer) => T, rooted: (found: Located) => T): T {
    return quietly(() => {
      try {
        return this.root === '' ? live(this.realPath(path)) : withinRoot(this.#base, path, links, rooted);
      } catch (error) {
        throw hostError(error, path);
      }
    });
  }

  #opened<T>(path: string, use: (fd: number) => T): T {
    this.counters.filesOpened++;
    this.counters.syscalls += 3;
    return quietly(() => {
      let fd = -1;
      try {
        fd = this.root === '' ? fs.openSync(this.realPath(path), READ_FLAGS) : this.#openInRoot(path);
        return use(fd);
      } catch (error) {
        throw hostError(error, path);
      } finally {
        if (fd >= 0) fs.closeSync(fd);
      }
    });
  }

  #openInRoot(path: string): number {
    return withinRoot(this.#base, path, 'follow', (found) => {
      this.#refuse(found, path);
      return fs.openSync(pathOfFd(found.fd), READ_FLAGS);
    });
  }

  /** The buffer of the file before, if nobody is reading that: making one takes as long as reading a small file. */
  #takeChunk(bytes: number): Buffer {
    const chunk = this.#chunk;
    this.#chunk = undefined;
    return chunk && chunk.length >= bytes ? chunk : Buffer.allocUnsafeSlow(bytes);
  }

  /** @param onSize told the size in bytes */
  #openRegular(path: string, onSize?: (sizeBytes: number) => void): number {
    const isRegular = (stats: fs.Stats): boolean => {
      onSize?.(stats.size);
      return stats.isFile();
    };
    return this.#openKind(path, isRegular, 'ENOTREG');
  }

  /** Looks before it opens, at the very object that is then opened. */
  #openKind(path: string, isRight: (stats: fs.Stats) => boolean, otherwise: string): number {
    const open = (handle: number): number => {
      if (!isRight(fs.fstatSync(handle))) throw systemError(otherwise);
      return fs.openSync(pathOfFd(handle), READ_FLAGS);
    };
    if (this.root !== '') {
      return withinRoot(this.#base, path, 'follow', (found) => {
        this.#refuse(found, path);
        return open(found.fd);
      });
    }
    const handle = fs.openSync(this.realPath(path), O_PATH);
    try {
      return open(handle);
    } finally {
      fs.closeSync(handle);
    }
  }

  #readToEnd(fd: number, path: string, limitBytes: number, readBefore = 0): Buffer {
    let buffer = this.#buffer;
    let length = readBefore;
    for (;;) {
      if (length === buffer.length) {
        // One byte more than the file has: the read that finds its end needs room.
        const wanted = Math.max(length * 2, Number(fs.fstatSync(fd).size) + 1);
        const larger = Buffer.allocUnsafe(Math.max(BUFFER_BYTES, Math.min(wanted, limitBytes + 1)));
        buffer.copy(larger, 0, 0, length);
        buffer = larger;
        if (buffer.length <= KEPT_BUFFER_BYTES) this.#buffer = buffer;
      }
      const count = readSome(fd, buffer, length);
      if (count === 0) break;
      length += count;
      if (length > limitBytes) throw new TooLarge(path, limitBytes);
    }
    this.counters.bytesRead += length;
    return buffer.subarray(0, length);
  }

  #statLocated(found: Located): fs.BigIntStats {
    const real = fs.fstatSync(found.fd, { bigint: true });
    if (!this.#record) return real;
    const path = this.#recordedAt + found.path;
    return recordedStat(real, path, this.#record.stat.get(path), this.#record.fileTimeSeconds);
  }

  /** In order, with the kinds that the record gives: git keeps no devices and no FIFOs. */
  #recordedEntries(entries: readonly Entry[], folder: string): Entry[] {
    const before = folder === '/' ? '/' : `${folder}/`;
    return entries
      .filter(({ name }) => !isOfRecord(folder, name))
      .map(({ name, kind }) => ({ name, kind: this.#recordedKind(before + name) ?? kind }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #recordedKind(path: string): EntryKind | undefined {
    const type = Number(this.#record?.stat.get(this.#recordedAt + path)?.mode ?? 0n) & fs.constants.S_IFMT;
    return type === 0 ? undefined : (KINDS.get(type) ?? 'other');
  }

  /** A recorded machine refuses what its recorder was refused. */
  #refuse(found: Located, asked: string): void {
    const refused = this.#record?.refused;
    if (!refused || refused.size === 0) return;
    for (let path = this.#recordedAt + found.path; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
      if (refused.has(path)) throw new Refused(asked);
    }
  }
}

const KINDS: ReadonlyMap<number, EntryKind> = new Map([
  [fs.constants.S_IFREG, 'file'],
  [fs.constants.S_IFDIR, 'folder'],
  [fs.constants.S_IFLNK, 'link'],
]);

/** Room for a whole small file; files of /proc and /sys do not tell their size. */
const chunkBytesFor = (sizeBytes: number): number => Math.min(CHUNK_BYTES, Math.max(MIN_CHUNK_BYTES, sizeBytes + 1));
