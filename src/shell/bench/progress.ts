import { StatusLine, writeQuietly } from '../status-line.js';
import { visible } from '../text.js';

/** Nothing is told of what takes less. */
const PATIENCE_MS = 1000;
/** Between two lines where lines stay. */
const SELDOM_MS = 10_000;

/**
 * What is being done, on standard error: one line that changes on a terminal, a line now and then elsewhere. What is shown
 * too early is told when its time has come, unless something else is shown by then.
 */
export class Progress {
  readonly #line = new StatusLine();
  #dueMs = performance.now() + PATIENCE_MS;
  #text = '';
  #timer: NodeJS.Timeout | undefined;

  show = (what: string, done: number): void => {
    this.#text = `bench: ${visible(what)} (${Math.round(done * 100)} %)`;
    const waitMs = this.#dueMs - performance.now();
    if (waitMs <= 0) this.#tell();
    else this.#timer ??= setTimeout(() => this.#tell(), waitMs).unref();
  };

  #tell(): void {
    this.#forget();
    if (this.#line.isThere) this.#line.show(this.#text);
    else {
      this.#dueMs = performance.now() + SELDOM_MS;
      writeQuietly(`${this.#text}\n`);
    }
  }

  /** Before something else is told. */
  clear(): void {
    this.#forget();
    this.#line.clear();
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
