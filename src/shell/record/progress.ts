import { writeSync } from 'node:fs';
import { isTerminal, terminalWidth } from '../terminal.js';
import { fit } from '../text.js';

/** The table that is being read, on a terminal: one line of standard error that changes. */
export class Progress {
  readonly #onTerminal = isTerminal(2);
  #isShown = false;

  show = (done: number, all: number, table: string): void => {
    if (!this.#onTerminal) return;
    this.#write(`\r\u001b[K${fit(`record: ${done} of ${all}, ${table}`, (terminalWidth() ?? 80) - 1)}`);
    this.#isShown = true;
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
