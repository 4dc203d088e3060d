import * as fs from 'node:fs';
import { Host } from '../src/host/index.js';

type Kind = 'record' | 'whole' | 'link' | 'names' | 'entries' | 'stat' | 'lstat' | 'exists' | 'statfs' | 'realpath';

/** A call of the host, and how many entries were taken of a folder that was not read to its end. */
interface Call {
  readonly kind: Kind;
  readonly path: string;
  readonly taken?: number;
}

/** A host that notes what it is asked so that the same system calls can be made again, without anything around them. */
export class FloorHost extends Host {
  readonly #calls: Call[] = [];

  /** The calls so far as a loop: the floor under whatever made them. Nothing is done with what is read. */
  floor(): () => void {
    const calls = [...this.#calls];
    return () => {
      for (const call of calls) {
        try {
          make(call);
        } catch {
          // A process ended meanwhile, or the call was refused the first time too.
        }
      }
    };
  }

  get calls(): number {
    return this.#calls.length;
  }

  override readBytes(path: string, limitBytes?: number): ReturnType<Host['readBytes']> {
    this.#calls.push({ kind: 'whole', path });
    return super.readBytes(path, limitBytes);
  }
  override readRecord(path: string): ReturnType<Host['readRecord']> {
    this.#calls.push({ kind: 'record', path });
    return super.readRecord(path);
  }
  override forEachChunk(...args: Parameters<Host['forEachChunk']>): number {
    this.#calls.push({ kind: 'whole', path: args[0] });
    return super.forEachChunk(...args);
  }
  override openRegular(path: string): number {
    this.#calls.push({ kind: 'record', path });
    return super.openRegular(path);
  }
  override readLink(path: string): string {
    this.#calls.push({ kind: 'link', path });
    return super.readLink(path);
  }
  override list(path: string): string[] {
    this.#calls.push({ kind: 'names', path });
    return super.list(path);
  }
  override listNumbers(path: string): number[] {
    this.#calls.push({ kind: 'names', path });
    return super.listNumbers(path);
  }
  override listEntries(path: string): ReturnType<Host['listEntries']> {
    this.#calls.push({ kind: 'entries', path });
    return super.listEntries(path);
  }
  override *streamEntries(path: string): ReturnType<Host['streamEntries']> {
    let taken = 0;
    let isWhole = false;
    try {
      for (const entry of super.streamEntries(path)) {
        taken++;
        yield entry;
      }
      isWhole = true;
    } finally {
      this.#calls.push({ kind: 'entries', path, ...(!isWhole && { taken }) });
    }
  }
  override stat(path: string): ReturnType<Host['stat']> {
    this.#calls.push({ kind: 'stat', path });
    return super.stat(path);
  }
  override lstat(path: string): ReturnType<Host['lstat']> {
    this.#calls.push({ kind: 'lstat', path });
    return super.lstat(path);
  }
  override exists(path: string): boolean {
    this.#calls.push({ kind: 'exists', path });
    return super.exists(path);
  }
  override canonicalPath(path: string): string {
    this.#calls.push({ kind: 'realpath', path });
    return super.canonicalPath(path);
  }
  override statfs(path: string): ReturnType<Host['statfs']> {
    this.#calls.push({ kind: 'statfs', path });
    return super.statfs(path);
  }
}

const buffer = Buffer.allocUnsafe(256 * 1024);

function make({ kind, path, taken }: Call): unknown {
  switch (kind) {
    case 'record':
      return read(path, false);
    case 'whole':
      return read(path, true);
    case 'link':
      return fs.readlinkSync(path);
    case 'names':
      return fs.readdirSync(path, 'latin1');
    case 'entries':
      return taken === undefined
        ? fs.readdirSync(path, { withFileTypes: true, encoding: 'latin1' })
        : take(path, taken);
    case 'stat':
      return fs.statSync(path, { bigint: true });
    case 'lstat':
      return fs.lstatSync(path, { bigint: true });
    case 'exists':
      return fs.existsSync(path);
    case 'statfs':
      return fs.statfsSync(path, { bigint: true });
    case 'realpath':
      return fs.realpathSync.native(path);
  }
}

function read(path: string, toEnd: boolean): void {
  const fd = fs.openSync(path, 'r');
  while (fs.readSync(fd, buffer, 0, buffer.length, null) > 0 && toEnd);
  fs.closeSync(fd);
}

function take(path: string, count: number): void {
  const folder = fs.opendirSync(path, { encoding: 'latin1', bufferSize: 64 });
  for (let i = 0; i < count; i++) folder.readSync();
  folder.closeSync();
}
