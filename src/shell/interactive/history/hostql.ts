import { homedir } from 'node:os';
import { join } from 'node:path';
import { appendLines, readLines, replaceLines } from './file.js';
import { type History, isKept } from './history.js';

/** Entries kept; the file is cut back to them when it has half as many again. */
const LIMIT = 5000;

/** `$XDG_STATE_HOME/hostql/history`: one entry a line, written as soon as it was submitted. */
export function hostqlHistory(env: NodeJS.ProcessEnv = process.env, limit = LIMIT): History {
  const state = env['XDG_STATE_HOME'];
  // The standard has it that relative paths are ignored.
  const folder = state?.startsWith('/') ? state : join(env['HOME'] || homedir(), '.local', 'state');
  const path = join(folder, 'hostql', 'history');
  const lines = readLines(path);
  if (lines.length > limit * 1.5) replaceLines(path, lines.slice(-limit));
  const entries = lines.slice(-limit).map(decoded);
  return {
    entries,
    add(text) {
      if (!isKept(text, entries.at(-1))) return;
      entries.push(text);
      appendLines(path, [encoded(text)]);
    },
    close() {},
  };
}

/** A text on one line. */
const encoded = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');

const decoded = (line: string): string =>
  line.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char === 'r' ? '\r' : char));
