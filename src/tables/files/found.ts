import { compareText, Gone } from '../../core/index.js';
import { type Entry, type EntryKind, Refused, readOr } from '../../host/index.js';
import type { Search } from './search.js';

/** What a pattern found. */
export interface Found {
  /** Without a slash at the end. */
  readonly path: string;
  /** Links to folders count as `folder`. */
  readonly kind: EntryKind;
}

/** Orders by the paths as they are shown: folders have a slash behind their name. */
export function inByteOrder(entries: Entry[], after = ''): Entry[] {
  const key = ({ name, kind }: Entry): string => (kind === 'folder' ? `${name}/` : name + after);
  return entries.sort((a, b) => compareText(key(a), key(b)));
}

/** Tells folders from others where the folder above did not. Undefined: gone. */
export function resolved(path: string, kind: EntryKind, search: Search): Found | undefined {
  if (kind !== 'link' && kind !== 'unknown') return { path, kind };
  try {
    const isFolder = search.host.stat(path).isDirectory();
    return { path, kind: isFolder ? 'folder' : kind };
  } catch (error) {
    if (error instanceof Refused) return { path, kind };
    if (!(error instanceof Gone)) throw error;
  }
  // A link to nowhere is there; what vanished is not.
  return kind === 'link' || readOr(false, () => search.host.lstat(path).isSymbolicLink())
    ? { path, kind: 'link' }
    : undefined;
}
