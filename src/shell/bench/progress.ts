import { writeSync } from 'node:fs';
import { isTerminal, terminalWidth } from '../terminal.js';
import { fit, visible } from '../text.js';

/** Nothing is told of what takes less. */
const PATIENCE_MS = 1000;
/** Between two lines where lines stay. */
const SELDOM_MS = 10_000;

/** What is being done, on standard error: one line that changes on a terminal, a line now and then elsewhere. */
export class Progress {
  readonly #startMs = performance.now();
  readonly #onTerminal = isTerminal(2);
  #lastMs = Number.NEGATIVE_INFINITY;
  #isShown = false;

  show = (what: string, done: number): void => {
    const nowMs = performance.now();
    const spentMs = nowMs - this.#startMs;
    if (spentMs < PATIENCE_MS) return;
    const line = `bench: ${visible(what)} (${Math.round(done * 100)} %)`;
    if (this.#onTerminal) {
      this.#write(`\r\u001b[K${fit(line, (terminalWidth() ?? 80) - 1)}`);
      this.#isShown = true;
    } else if (nowMs - this.#lastMs > SELDOM_MS) {
      this.#lastMs = nowMs;
      this.#write(`${line}\n`);
    }
  };

  /** Takes the line away, before something else is told. */
  clear(): void {
    if (this.#isShown) this.#write('\r\u001b[K');
    this.#isShown = false;
  }

  #write(text: string): void {
    try {
      writeSync(2, text);
    } catch {
      // Nobody listens.
    }
  }
}
