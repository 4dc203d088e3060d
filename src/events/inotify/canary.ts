import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Inotify } from './kernel.js';
import { IN } from './message.js';

/** Between two touches. */
const PERIOD_MS = 10_000;
/** An event that is later than this does not come. */
const PATIENCE_MS = 5000;

/**
 * A file of our own that is touched now and then, to see that events still come. It has no name (its inode is watched by way
 * of our descriptor), so that no pattern meets it and nothing is left behind.
 */
export class Canary {
  readonly #fd: number;
  #wd = -1;
  #touchedMs = 0;
  #isAwaited = false;

  /** @throws the system's own errors where there is no place for temporary files */
  constructor(private readonly nowMs: () => number) {
    const folder = fs.mkdtempSync(join(tmpdir(), '.hostql-'));
    try {
      const path = join(folder, 'canary');
      this.#fd = fs.openSync(path, 'wx', 0o600);
      fs.unlinkSync(path);
    } finally {
      fs.rmdirSync(folder);
    }
  }

  /** Watches it by an instance of inotify, in place of another one. */
  watchBy(kernel: Inotify): void {
    this.#wd = kernel.add(`/proc/self/fd/${this.#fd}`, IN.ATTRIB);
    this.#isAwaited = false;
    this.#touchedMs = this.nowMs();
  }

  /** Whether the event is of this file: it says that all is well. */
  isMine(wd: number): boolean {
    if (wd !== this.#wd) return false;
    this.#isAwaited = false;
    return true;
  }

  /** The event may be among those that overflowed. */
  excuse(): void {
    this.#isAwaited = false;
  }

  /** Touches the file when it is time. @returns whether events have stopped coming */
  isSilent(): boolean {
    if (this.#wd < 0) return false;
    const nowMs = this.nowMs();
    const sinceMs = nowMs - this.#touchedMs;
    if (this.#isAwaited) return sinceMs > PATIENCE_MS;
    if (sinceMs < PERIOD_MS) return false;
    this.#touchedMs = nowMs;
    this.#isAwaited = true;
    fs.futimesSync(this.#fd, new Date(), new Date());
    return false;
  }

  close(): void {
    fs.closeSync(this.#fd);
  }
}
