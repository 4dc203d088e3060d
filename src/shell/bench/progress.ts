import { StatusLine, writeQuietly } from '../status-line.js';
import { visible } from '../text.js';

/** Nothing is told of what takes less. */
const PATIENCE_MS = 1000;
/** Between two lines where lines stay. */
const SELDOM_MS = 10_000;

/** What is being done, on standard error: one line that changes on a terminal, a line now and then elsewhere. */
export class Progress {
  readonly #startMs = performance.now();
  readonly #line = new StatusLine();
  #lastMs = Number.NEGATIVE_INFINITY;

  show = (what: string, done: number): void => {
    const nowMs = performance.now();
    if (nowMs - this.#startMs < PATIENCE_MS) return;
    const line = `bench: ${visible(what)} (${Math.round(done * 100)} %)`;
    if (this.#line.isThere) this.#line.show(line);
    else if (nowMs - this.#lastMs > SELDOM_MS) {
      this.#lastMs = nowMs;
      writeQuietly(`${line}\n`);
    }
  };

  /** Before something else is told. */
  clear(): void {
    this.#line.clear();
  }
}
