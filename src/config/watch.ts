import { statSync } from 'node:fs';
import { type Clock, systemClock, systemCode, type Timer } from '../core/index.js';
import { namesIn } from './glob.js';

/** Entries of a watched folder that are looked at. */
const MAX_ENTRIES = 1_000;

/** A file that was changed this short before it was looked at may change again without a trace in its times. */
const SETTLED_MS = 2_000;

export interface WatchOptions {
  /** Milliseconds between looks. */
  readonly everyMs: number;
  readonly clock?: Clock;
}

interface Look {
  readonly print: string;
  /** Something was too fresh to tell its next change from this one. */
  readonly isFresh: boolean;
}

/**
 * Tells when files, or files in folders, have changed, come or gone. To be made before the files are read: then a change
 * during the reading is told afterwards. A change may be told twice, but none is lost.
 */
export class ConfigWatch {
  #paths: readonly string[];
  #last: Look;
  #timer: Timer | undefined;
  readonly #clock: Clock;

  constructor(
    paths: readonly string[],
    readonly onChange: () => void,
    readonly options: WatchOptions,
  ) {
    this.#paths = [...paths];
    this.#clock = options.clock ?? systemClock;
    this.#last = this.#look();
    this.#wait();
  }

  /** Also watches these from now on, or no longer those that are not among them. What changed so far is told first. */
  watch(paths: readonly string[]): void {
    const wanted = [...new Set(paths)];
    if (wanted.length === this.#paths.length && wanted.every((path, at) => path === this.#paths[at])) return;
    const hasChanged = this.#hasChanged();
    this.#paths = wanted;
    // Files that are new here were read before they were looked at: one more look follows.
    this.#last = { print: this.#look().print, isFresh: true };
    if (hasChanged) this.onChange();
  }

  /** Looks at once, besides the regular looks. */
  check(): void {
    if (this.#hasChanged()) this.onChange();
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #wait(): void {
    this.#timer = this.#clock.after(this.options.everyMs, () => {
      this.#wait();
      this.check();
    });
  }

  #hasChanged(): boolean {
    const last = this.#last;
    this.#last = this.#look();
    return last.isFresh || last.print !== this.#last.print;
  }

  #look(): Look {
    const now = this.#clock.wallMs();
    let isFresh = false;
    const prints = this.#paths.flatMap((path) => {
      const found = [
        path,
        ...namesIn(path)
          .slice(0, MAX_ENTRIES)
          .map((name) => `${path}/${name}`),
      ];
      return found.map((file) => {
        const { print, changedMs } = look(file);
        // The clock may have been set back meanwhile: what is dated later is not fresh for ever.
        if (changedMs <= now && now - changedMs < SETTLED_MS) isFresh = true;
        return `${file}\0${print}`;
      });
    });
    return { print: prints.sort().join('\0'), isFresh };
  }
}

function look(path: string): { print: string; changedMs: number } {
  try {
    const { dev, ino, size, mode, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    const changedMs = Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n);
    return { print: [dev, ino, size, mode, mtimeNs, ctimeNs].join(), changedMs };
  } catch (error) {
    const code = systemCode(error) ?? 'gone';
    return { print: code, changedMs: Number.NEGATIVE_INFINITY };
  }
}
