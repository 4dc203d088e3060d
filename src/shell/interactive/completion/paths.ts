import { opendirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Candidate } from '../../../terminal/index.js';

/** A folder of more entries, or one that takes longer to read, is completed from what came. */
const ENTRIES = 20_000;
const PATIENCE_MS = 200;

/**
 * The paths that begin so. Folders end in `/`. Hidden ones are left out until their dot is typed.
 * @param quote the character that ends the text they stand in: doubled where a name holds it
 */
export function pathCandidates(typed: string, quote = ''): Candidate[] {
  const slash = typed.lastIndexOf('/') + 1;
  const folder = typed.slice(0, slash);
  const start = typed.slice(slash);
  const found: Candidate[] = [];
  for (const { name, isFolder } of entriesOf(inHome(folder) || '.')) {
    if (!name.startsWith(start) || (name.startsWith('.') && !start.startsWith('.'))) continue;
    const text = `${folder}${name}${isFolder ? '/' : ''}`;
    found.push({
      text: quote === '' ? text : text.replaceAll(quote, quote + quote),
      label: `${name}${isFolder ? '/' : ''}`,
    });
  }
  return found.sort((a, b) => (a.text < b.text ? -1 : 1));
}

const inHome = (folder: string): string => (folder.startsWith('~/') ? homedir() + folder.slice(1) : folder);

function* entriesOf(folder: string): Generator<{ name: string; isFolder: boolean }> {
  const endsAtMs = performance.now() + PATIENCE_MS;
  try {
    const entries = opendirSync(folder);
    try {
      for (let count = 0; count < ENTRIES && performance.now() < endsAtMs; count++) {
        const entry = entries.readSync();
        if (!entry) return;
        const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && isFolderAt(`${folder}/${entry.name}`));
        yield { name: entry.name, isFolder };
      }
    } finally {
      entries.closeSync();
    }
  } catch {
    // What cannot be read has nothing to offer.
  }
}

function isFolderAt(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
