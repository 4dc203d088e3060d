import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import type { Entry } from './entries.js';

/**
 * The paths that a pattern of ours finds, in order: `*` stands for any run of characters in one name, and for no dot at
 * its start. Links are left out: they name what is there under a name of its own (`3.11` for `3.11.7`). Behind the last `*`
 * nothing is looked at.
 */
export function starPaths(host: Host, pattern: string): string[] {
  let paths = [''];
  for (const segment of pattern.split('/').slice(1)) {
    if (!segment.includes('*')) paths = paths.map((path) => `${path}/${segment}`);
    else {
      const [before = '', after = ''] = segment.split('*');
      paths = paths.flatMap((path) => namesLike(host, path, before, after).map((name) => `${path}/${name}`));
    }
  }
  return paths;
}

function namesLike(host: Host, folder: string, before: string, after: string): string[] {
  const entries = readOr<Entry[]>([], () => host.listEntries(folder)).filter(({ kind }) => kind !== 'link');
  return entries
    .map(({ name }) => name)
    .filter((name) => name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after))
    .filter((name) => before !== '' || !name.startsWith('.'))
    .sort();
}
