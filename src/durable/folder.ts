import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, DurableError } from './errors.js';

/** Left in the folder when damage shows while the store is open: the next start sets the store aside. */
const DAMAGED = 'DAMAGED';

/** Makes the folder where it is missing; it is for its owner alone either way. @throws DurableError */
export function prepareFolder(path: string): void {
  try {
    const found = fs.statSync(path, { throwIfNoEntry: false });
    if (found && !found.isDirectory()) throw new DurableError('not-a-folder', `store ${path} is not a folder`);
    if (!found) {
      fs.mkdirSync(dirname(path), { recursive: true });
      fs.mkdirSync(path, { mode: 0o700 });
    }
    fs.chmodSync(path, 0o700);
    fs.accessSync(path, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
  } catch (cause) {
    if (cause instanceof DurableError) throw cause;
    throw new DurableError('unwritable', `store ${path} cannot be written: ${codeOf(cause)}`, { cause });
  }
}

export const isMarkedDamaged = (path: string): boolean => fs.existsSync(join(path, DAMAGED));

/** Best effort: a disk that takes no more will not take this either. */
export function markDamaged(path: string): void {
  try {
    fs.writeFileSync(join(path, DAMAGED), '');
  } catch {
    // The next start finds out for itself.
  }
}

/** Moves the folder to `<path>.backup`, `.backup.1` and so on where that is taken. Returns the new path. */
export function setAside(path: string): string {
  for (let number = 0; number < 10_000; number++) {
    const backup = number === 0 ? `${path}.backup` : `${path}.backup.${number}`;
    if (fs.lstatSync(backup, { throwIfNoEntry: false })) continue;
    fs.renameSync(path, backup);
    return backup;
  }
  throw new DurableError('unwritable', `store ${path} is corrupt, and there are too many backups beside it`);
}

/** Bytes of the files in the folder. A file that goes while we look counts as none. */
export function folderBytes(path: string): number {
  let total = 0;
  for (const name of fs.readdirSync(path)) {
    total += fs.statSync(join(path, name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return total;
}
