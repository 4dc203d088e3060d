import * as fs from 'node:fs';
import { Host } from '../host/index.js';
import type { Sink } from './recording.js';

/** A folder that cannot take a recording. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
}

/** Writes a recording as a tree of files that nobody but its owner can read. */
export class FolderSink implements Sink {
  readonly #host: Host;
  readonly #root: string;

  /** @throws NoRoom where the folder is not empty, or cannot be made */
  constructor(root: string) {
    try {
      fs.mkdirSync(root, { recursive: true, mode: 0o700 });
      if (fs.readdirSync(root).length > 0) throw new NoRoom(`${root} is not empty`);
    } catch (error) {
      if (error instanceof NoRoom) throw error;
      throw new NoRoom(`cannot make ${root}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`); // fs throws its own
    }
    this.#root = root;
    this.#host = new Host(root);
  }

  folder(path: string): void {
    fs.mkdirSync(this.#real(path), { mode: 0o700 });
  }

  file(path: string, bytes: Buffer): void {
    fs.writeFileSync(this.#real(path), bytes, { mode: 0o600 });
  }

  link(path: string, target: string): void {
    // An absolute link is written so that it leads nobody from the recording onto his own disk.
    fs.symlinkSync(this.#bytes(target.startsWith('/') ? `/@root${target}` : target), this.#real(path));
  }

  /** The record beside the tree. */
  record(json: string): void {
    fs.writeFileSync(`${this.#root}/.host.json`, json, { mode: 0o600 });
  }

  #real(path: string): string | Buffer {
    return this.#host.realPath(path);
  }

  #bytes(text: string): string | Buffer {
    return new Host().realPath(text);
  }
}
