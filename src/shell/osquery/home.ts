import { mkdirSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

/** The folder where osquery's shell keeps what is its own: `.osquery` in `$HOME`, or in the home the system knows. */
export function osqueryHome(env: NodeJS.ProcessEnv = process.env): string {
  const home = env['HOME'];
  const isFolder = home !== undefined && statSync(home, { throwIfNoEntry: false })?.isDirectory();
  return join(isFolder ? home : userInfo().homedir, '.osquery');
}

/** Makes the folder where it is not there. @returns false where that cannot be */
export function makeHome(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 });
    return true;
  } catch {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  }
}
