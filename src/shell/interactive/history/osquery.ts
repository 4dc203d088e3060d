import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { readLines, replaceLines } from './file.js';
import type { History } from './history.js';

const LIMIT = 100;

/** osquery's `.history`: the last hundred lines typed, of a statement each for itself; written at the end. */
export function osqueryHistory(env: NodeJS.ProcessEnv = process.env): History {
  const path = join(homeOf(env), '.osquery', '.history');
  const entries = readLines(path).slice(-LIMIT);
  const added: string[] = [];
  return {
    entries,
    add(text) {
      for (const line of text.split('\n')) {
        if (line === '' || line === entries.at(-1)) continue;
        entries.push(line);
        added.push(line);
      }
    },
    close() {
      // What another shell has written meanwhile stays.
      if (added.length > 0) replaceLines(path, [...readLines(path), ...added].slice(-LIMIT));
    },
  };
}

/** `$HOME` where it is a folder, else the home that the password database knows. */
function homeOf(env: NodeJS.ProcessEnv): string {
  const home = env['HOME'];
  return home && statSync(home, { throwIfNoEntry: false })?.isDirectory() ? home : userInfo().homedir;
}
