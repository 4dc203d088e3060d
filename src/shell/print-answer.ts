import type { Part } from './answer.js';
import type { Mode } from './modes/index.js';
import type { TextSink } from './output.js';

/** Output is handed on in pieces of at least so many characters, and after so long a wait. */
const PIECE = 32 * 1024;
const WAIT_MS = 20;

export interface Printing {
  readonly mode: Mode;
  readonly out: TextSink;
  warn(message: string): void;
  /** Hears how many rows there are so far. */
  readonly onRows?: ((count: number) => void) | undefined;
}

/** What was printed. */
export interface Printed {
  /** Rows of all results together; undefined where there was no result. */
  readonly rows: number | undefined;
  /** Rows of the last result alone. */
  readonly last: number;
}

/**
 * Prints an answer as it comes. Finishing the mode is left to the caller: another answer may follow.
 * @throws what the answer throws, ReaderGone
 */
export async function printAnswer(parts: AsyncIterable<Part>, printing: Printing): Promise<Printed> {
  const { mode, out } = printing;
  let count: number | undefined;
  let last = 0;
  let flushedMs = 0;
  for await (const part of parts) {
    if ('warning' in part) printing.warn(part.warning);
    else if ('columns' in part) {
      count ??= 0;
      last = 0;
      mode.begin(part.columns);
    } else if ('end' in part) mode.end();
    else {
      for (const row of part.rows) mode.row(row);
      count = (count ?? 0) + part.rows.length;
      last += part.rows.length;
      printing.onRows?.(count);
      const nowMs = performance.now();
      const isDue = nowMs - flushedMs > WAIT_MS;
      await out.flush(isDue ? 0 : PIECE);
      if (isDue) flushedMs = nowMs;
    }
  }
  return { rows: count, last };
}

/** The signal of Ctrl-C, from now on; a second Ctrl-C ends the program at once. */
export function interrupts(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}
