import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ShellIo } from '../io.js';
import { Output, tell } from '../output.js';
import type { ShellSession } from '../session.js';
import { isTerminal, terminalWidth } from '../terminal.js';
import { UnitReader } from '../units.js';
import { greeting } from './greeting.js';

/** Who sits at a terminal that can do no more than print and read lines, or looks at no results. */
export const plainIo = (): ShellIo => ({
  out: new Output(),
  tell,
  width: terminalWidth,
  colour: { results: false, talk: false },
  isInteractive: true,
});

/** Reads lines as the terminal gives them, and runs what they complete. */
export async function conversePlainly(session: ShellSession): Promise<void> {
  // Where results go to a file, prompts still go to the person.
  const fd = isTerminal(1) ? 1 : 2;
  const lines = createInterface({ input: process.stdin, terminal: false });
  let reader = new UnitReader(session.dialect);
  let running: AbortController | undefined;
  const ask = (): void => {
    writeSync(fd, reader.isOpen ? session.continuationPrompt() : session.prompt());
  };
  const interrupt = (): void => {
    if (running) {
      running.abort();
      return;
    }
    writeSync(fd, '\n');
    if (session.dialect === 'osquery') lines.close();
    else {
      reader = new UnitReader(session.dialect);
      ask();
    }
  };
  process.on('SIGINT', interrupt);
  try {
    writeSync(
      fd,
      greeting(session.dialect, (text) => text),
    );
    ask();
    for await (const line of lines) {
      const unit = reader.push(line);
      if (unit) {
        running = new AbortController();
        await session.run(unit, running.signal);
        running = undefined;
        if (session.isOver) return;
      }
      ask();
    }
    const rest = reader.end();
    if (rest) await session.run(rest, new AbortController().signal);
    writeSync(fd, '\n');
  } finally {
    process.off('SIGINT', interrupt);
    lines.close();
  }
}
