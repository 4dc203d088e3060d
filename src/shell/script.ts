import { EXIT } from './exit-codes.js';
import type { ShellIo } from './io.js';
import { UsageError } from './options.js';
import { Output, tell } from './output.js';
import type { Outcome, ShellSession } from './session.js';
import { terminalWidth, wantsColour } from './terminal.js';
import { UnitReader } from './units.js';

/** Nobody types: results go to the standard output, talk to standard error. */
export const scriptIo = (): ShellIo => ({
  out: new Output(),
  tell,
  width: terminalWidth,
  colour: { results: wantsColour(1), talk: wantsColour(2) },
  isInteractive: false,
});

/** A statement that is longer is a mistake, such as a quote that nobody closes. */
const LONGEST = 64 * 1024 * 1024;

/** Runs what lines hold, as they come, to their end or until it is over. @throws ReaderGone, UsageError */
export async function runScript(session: ShellSession, lines: Iterable<string>): Promise<void> {
  const reader = new UnitReader(session.dialect);
  let isEmpty = true;
  for (const line of lines) {
    const unit = reader.push(line);
    if (unit) await interruptibly(session, (signal) => session.run(unit, signal));
    if (unit && unit.kind !== 'skipped') isEmpty = false;
    if (session.isOver) return;
    if (reader.size > LONGEST) throw new UsageError(`a statement is longer than ${LONGEST} characters`);
  }
  const rest = reader.end();
  if (rest) await interruptibly(session, (signal) => session.run(rest, signal));
  // Of nothing at all, our own JSON is an empty array; osquery's is nothing.
  else if (isEmpty && session.dialect === 'hostql') session.results.mode();
}

/** Ctrl-C stops the work, and ends the session. A second one ends the program at once. */
export async function interruptibly(
  session: ShellSession,
  work: (signal: AbortSignal) => Promise<Outcome>,
): Promise<Outcome> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop);
  try {
    const outcome = await work(controller.signal);
    if (controller.signal.aborted) session.end(EXIT.interrupted);
    return outcome;
  } finally {
    process.off('SIGINT', stop);
  }
}
