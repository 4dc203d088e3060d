import { setTimeout as delay } from 'node:timers/promises';
import { SqlError } from '../../core/index.js';
import type { Flags } from '../../flags/index.js';
import { inputLines } from '../input.js';
import type { ShellSession } from '../session.js';
import { isTerminal } from '../terminal.js';

/** `--profile N`: runs a query that often and prints nothing. @returns the exit status */
export async function profile(
  session: ShellSession,
  flags: Flags,
  word: string | undefined,
  signal: AbortSignal,
): Promise<number> {
  const fromInput = !isTerminal(0);
  const [sql] = fromInput ? inputLines() : [word];
  if (sql === undefined) {
    if (fromInput) return 0;
    session.io.tell('No query provided via stdin or args to profile...');
    return 2;
  }
  const pauseMs = flags.int('profile_delay') * 1000;
  await delay(pauseMs);
  try {
    for (let run = 0; run < flags.int('profile'); run++) {
      for (const prepared of session.engine.prepareEach(sql)) {
        for await (const _ of prepared.run({ signal, nullText: 'empty' }));
      }
    }
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    session.io.tell(`Query failed (1): ${error.message}`);
    return 1;
  }
  await delay(pauseMs);
  return 0;
}
