import type { Lookup, Pattern, ScanRequest } from '../../catalog/index.js';
import { type MountNamespace, mountNamespaces } from '../mount-namespace.js';
import { distinctAcross } from './distinct.js';
import { expand } from './expand.js';
import { FileEntry } from './file-entry.js';
import type { Found } from './found.js';
import { type PathPattern, parsePathPattern } from './path-pattern.js';
import { folderOf, nameOf, within } from './paths.js';
import { Search } from './search.js';
import { Spellings } from './spellings.js';
import { type WalkLookup, walksOf } from './walk.js';

/** What a query says of the keys that files are found by. */
export interface FileLookup extends WalkLookup {
  readonly path?: Lookup<string>;
  readonly directory?: Lookup<string>;
  readonly pid_with_namespace?: Lookup<number>;
}

export type FileRequest = Pick<ScanRequest, 'host' | 'checkpoint' | 'warn'> & { readonly lookup: FileLookup };

/**
 * The files a query asks for, each once: those of the paths it names, those in the folders it names, or those its
 * patterns find. Where it says something of both path and directory, both hold.
 */
export function* selectFiles(request: FileRequest): Generator<FileEntry> {
  const { path, directory, pid_with_namespace } = request.lookup;
  for (const namespace of mountNamespaces(request.host, pid_with_namespace)) {
    for (const walk of walksOf(request.lookup)) {
      const search = new Search(namespace.host, request, walk);
      if (path?.values) yield* named(path.values, directory, namespace, search);
      else if (directory) yield* listed(directory, path?.patterns, namespace, search);
      else if (path?.patterns) yield* matching(path.patterns, namespace, search);
    }
  }
}

function* named(
  paths: readonly string[],
  directory: Lookup<string> | undefined,
  namespace: MountNamespace,
  search: Search,
): Generator<FileEntry> {
  for (const path of paths) {
    search.request.checkpoint();
    if (path === '') continue;
    for (const folder of directory ? spellingsOf(path, directory) : [folderOf(path)]) {
      const entry = new FileEntry(namespace, path, 'unknown', folder, search.walk);
      if (search.attempt(() => entry.find())) yield entry;
    }
  }
}

/** The ways a query writes the folder of a path: with a slash at the end, or without. */
function spellingsOf(path: string, { values, patterns }: Lookup<string>): string[] {
  const folder = folderOf(path);
  const marked = within(folder, '');
  const both = within(marked, nameOf(path)) === path && marked !== folder ? [folder, marked] : [folder];
  if (values) return both.filter((spelling) => values.includes(spelling));
  const wanted = both.find((spelling) => patterns?.some((pattern) => pattern.matches(spelling)));
  return wanted === undefined ? [] : [wanted];
}

function* listed(
  directory: Lookup<string>,
  paths: readonly Pattern[] | undefined,
  namespace: MountNamespace,
  search: Search,
): Generator<FileEntry> {
  for (const folder of directory.values ?? folders(directory.patterns ?? [], search)) {
    search.request.checkpoint();
    if (folder !== '') yield* entriesOf(folder, paths, namespace, search);
  }
}

function* folders(patterns: readonly Pattern[], search: Search): Generator<string> {
  for (const { path } of found(patterns, search, folderSpelling)) yield path;
}

function* entriesOf(
  folder: string,
  paths: readonly Pattern[] | undefined,
  namespace: MountNamespace,
  search: Search,
): Generator<FileEntry> {
  try {
    for (const { name, kind } of search.host.streamEntries(folder)) {
      const path = within(folder, name);
      if (!paths || paths.some((pattern) => pattern.matches(path)))
        yield new FileEntry(namespace, path, kind, folder, search.walk);
    }
  } catch (error) {
    search.skip(error);
  }
}

function* matching(patterns: readonly Pattern[], namespace: MountNamespace, search: Search): Generator<FileEntry> {
  for (const { path, kind } of found(patterns, search, pathSpelling)) {
    yield new FileEntry(namespace, path, kind, undefined, search.walk);
  }
}

/** What any of the patterns finds, each path once, spelled so that the pattern matches it. */
function* found(
  patterns: readonly Pattern[],
  search: Search,
  spell: (found: Found, pattern: PathPattern) => string | undefined,
): Generator<Found> {
  const isNew = distinctAcross(patterns);
  const spellings = new Spellings(search.host);
  for (const pattern of patterns) {
    const parsed = parsePathPattern(pattern);
    if (!parsed) continue;
    for (const hit of expand(parsed, search, spellings)) {
      const path = spell(hit, parsed);
      if (path !== undefined && isNew(pattern, path)) yield { path, kind: hit.kind };
    }
  }
}

/** A folder that `/etc/%` finds is shown as `/etc/apt/`; one that `/etc/%.d` finds as `/etc/cron.d`, or it would not match. */
function pathSpelling({ path, kind }: Found, pattern: PathPattern): string | undefined {
  if (pattern.tail !== '') return kind === 'folder' ? withTail(path, pattern.tail) : undefined;
  return kind === 'folder' && pattern.endsInRun ? within(path, '') : path;
}

function folderSpelling({ path, kind }: Found, { tail }: PathPattern): string | undefined {
  return kind === 'folder' ? withTail(path, tail) : undefined;
}

/** The pattern `/` is all tail. */
const withTail = (path: string, tail: string): string => (path === tail ? path : path + tail);
