import type { Engine } from '../engine.js';
import type { Mode } from './modes/index.js';
import type { Output } from './output.js';

/** Output is handed on in pieces of at least so many characters, and after so long a wait. */
const PIECE = 32 * 1024;
const WAIT_MS = 20;

export interface Unit {
  readonly engine: Engine;
  readonly sql: string;
  readonly mode: Mode;
  readonly out: Output;
  readonly signal: AbortSignal;
  /** For the whole unit. */
  readonly timeoutMs: number | undefined;
  readonly nullText: 'null' | 'empty';
  warn(message: string): void;
  /** Keep what was noticed while preparing to ourselves. */
  readonly isTerse?: boolean;
}

/**
 * Runs the statements of a text one after the other, and prints their rows as they come.
 * @throws SqlError of the first that fails; what came before it was printed, and the mode is finished
 * @throws ReaderGone
 */
export async function runUnit({
  engine,
  sql,
  mode,
  out,
  signal,
  timeoutMs,
  nullText,
  warn,
  isTerse,
}: Unit): Promise<void> {
  const endsAtMs = timeoutMs === undefined ? undefined : performance.now() + timeoutMs;
  let flushedMs = 0;
  try {
    for (const prepared of engine.prepareEach(sql)) {
      if (!isTerse) for (const warning of prepared.warnings) warn(warning);
      const hasRows = prepared.columns.length > 0;
      if (hasRows) mode.begin(prepared.columns.map((column) => column.name));
      const left = endsAtMs === undefined ? {} : { timeoutMs: Math.max(0, endsAtMs - performance.now()) };
      for await (const batch of prepared.run({ signal, onWarning: warn, nullText, ...left })) {
        for (const row of batch) mode.row(row);
        const nowMs = performance.now();
        const isDue = nowMs - flushedMs > WAIT_MS;
        await out.flush(isDue ? 0 : PIECE);
        if (isDue) flushedMs = nowMs;
      }
      if (hasRows) mode.end();
    }
  } finally {
    mode.finish();
    await out.flush();
  }
}

/** The signal of Ctrl-C, from now on; a second Ctrl-C ends the program at once. */
export function interrupts(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}
