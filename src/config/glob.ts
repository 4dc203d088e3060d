import { existsSync, opendirSync } from 'node:fs';
import { compareText, compileGlob } from '../core/index.js';

/** Entries of one folder that are looked at, and paths that one pattern gives. */
const MAX_ENTRIES = 100_000;
const MAX_PATHS = 10_000;

/** Paths that a pattern matches, in byte order: `*`, `?` and sets, none across `/`, none for a leading dot. */
export function globPaths(pattern: string): string[] {
  let paths = [pattern.startsWith('/') ? '/' : ''];
  for (const part of pattern.split('/').filter((word) => word !== '')) {
    paths = paths.flatMap((path) => step(path, part)).slice(0, MAX_PATHS);
  }
  return paths.filter((path) => existsSync(path)).sort(compareText);
}

function step(path: string, part: string): string[] {
  if (!/[*?[]/.test(part)) return [below(path, part)];
  const matches = compileGlob(part.replaceAll('[!', '[^'));
  return namesIn(path === '' ? '.' : path)
    .filter((name) => matches(name) && (part.startsWith('.') || !name.startsWith('.')))
    .map((name) => below(path, name));
}

const below = (path: string, name: string): string =>
  path === '' || path.endsWith('/') ? path + name : `${path}/${name}`;

/** The names in a folder, none where it cannot be read. */
export function namesIn(folder: string): string[] {
  const names: string[] = [];
  try {
    const open = opendirSync(folder);
    try {
      for (let entry = open.readSync(); entry !== null && names.length < MAX_ENTRIES; entry = open.readSync()) {
        names.push(entry.name);
      }
    } finally {
      open.closeSync();
    }
  } catch {
    // Not there, or not for us: whoever wants a file of it hears about that.
  }
  return names;
}
