import { writeSync } from 'node:fs';
import { isTerminal, terminalWidth } from './terminal.js';
import { fit } from './text.js';

/** A line of standard error that changes while work goes on, where that is a terminal; elsewhere there is none. */
export class StatusLine {
  readonly isThere = isTerminal(2);
  #isShown = false;

  /** @param text without control characters; cut where the terminal ends */
  show(text: string): void {
    if (!this.isThere) return;
    writeQuietly(`\r\u001b[K${fit(text, (terminalWidth() ?? 80) - 1)}`);
    this.#isShown = true;
  }

  /** Takes the line away, before something else is told. */
  clear(): void {
    if (this.#isShown) writeQuietly('\r\u001b[K');
    this.#isShown = false;
  }
}

/** To standard error, whether anybody listens or not. */
export function writeQuietly(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // Nobody listens.
  }
}
