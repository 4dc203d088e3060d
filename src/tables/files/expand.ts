import { type Entry, Refused, readOr } from '../../host/index.js';
import { FolderSet } from './folder-set.js';
import { type Found, inByteOrder, resolved } from './found.js';
import type { PathPattern, PathStep } from './path-pattern.js';
import { withoutTail } from './paths.js';
import type { Search } from './search.js';
import type { Spellings } from './spellings.js';

/** Yields what a pattern finds, in byte order of the paths, and after that what lies behind links to folders. */
export function* expand(pattern: PathPattern, search: Search, spellings: Spellings): Generator<Found> {
  const walk = new FolderSet(search);
  for (const before of foldersFor(pattern, search, spellings)) {
    if (pattern.isRecursive) walk.beginIn(before || '.');
    const last = pattern.steps.at(-1);
    if (last === undefined) yield { path: before, kind: 'folder' };
    else {
      for (const entry of entriesOf(before, last, search, spellings)) {
        const found = resolved(before + entry.name, entry.kind, search);
        if (!found) continue;
        yield found;
        if (pattern.isRecursive && found.kind === 'folder') {
          if (entry.kind === 'link') walk.defer(found.path, 1);
          else yield* walk.below(found.path, 1);
        }
      }
    }
  }
  yield* walk.behindLinks();
}

/** Folders the last step looks in, as the text that stands before its names: '/etc/', or '' for the current folder. */
function* foldersFor(pattern: PathPattern, search: Search, spellings: Spellings): Generator<string> {
  const { steps } = pattern;
  if (steps.length === 0) yield pattern.tail;
  // A stack, not recursion: a pattern has up to 25,000 steps. `at` is the step that `path` has still to take.
  const pending = steps.length === 0 ? [] : [{ path: '', at: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const step = steps[next.at] as PathStep; // `at` never passes the last step
    const before = next.path + step.slashes;
    if (next.at === steps.length - 1) {
      yield before;
      continue;
    }
    const at = next.at + 1;
    const entries = entriesOf(before, step, search, spellings, '/');
    for (const { name, kind } of entries.reverse()) {
      if (kind !== 'file' && kind !== 'other') pending.push({ path: before + name, at });
    }
  }
}

/** A folder's entries that a step takes, in byte order with `after` behind the names of folders. */
function entriesOf(before: string, step: PathStep, search: Search, spellings: Spellings, after = ''): Entry[] {
  search.request.checkpoint();
  if (step.isExact) return [{ name: step.plain ?? '', kind: 'unknown' }];
  if (step.isLiteral) return [...spellings.of(before, step.plain ?? '')];
  try {
    const entries = search.host.listEntries(withoutTail(before) || '.').filter((entry) => step.matches(entry.name));
    return inByteOrder(entries, after);
  } catch (error) {
    const { plain } = step;
    // `_` may have been meant as it stands, and who knows a name may find it in a folder closed to others.
    if (error instanceof Refused && plain !== undefined && readOr(undefined, () => search.host.lstat(before + plain)))
      return [{ name: plain, kind: 'unknown' }];
    search.skip(error);
    return [];
  }
}
