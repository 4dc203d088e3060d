import { type EntryKind, type FileStats, type Host, readOr } from '../../host/index.js';
import type { Action } from './action.js';
import { type Folder, printOf } from './folder.js';
import { IN } from './message.js';
import type { Category } from './path-pattern.js';
import { differenceOf, type Prints } from './prints.js';
import type { EventQueue } from './queue.js';
import type { FolderTree, Survey, SurveyMode } from './tree.js';

export interface SurveyOptions {
  readonly host: Host;
  readonly queue: EventQueue;
  readonly tree: FolderTree;
  readonly prints: Prints;
  /** Takes what the kernel has. */
  readonly drain: () => void;
  /** A row that no event told of. */
  readonly tell: (folder: Folder, name: string, action: Action, hits: readonly Category[]) => void;
}

interface Seen {
  readonly name: string;
  readonly kind: EntryKind;
  readonly hits: readonly Category[];
  readonly stat: FileStats | undefined;
}

/** Entries looked at before the kernel's queue is emptied again. */
const AT_ONCE = 64;
const ARRIVED = IN.CREATE | IN.MOVED_TO;

/**
 * Looks into a folder that is watched already, and compares with the events that came meanwhile: what they tell of is left
 * to them, what they do not tell of is told here. Yields often, so that the kernel's queue is emptied.
 */
export function* survey({ folder, mode }: Survey, options: SurveyOptions): Generator<void> {
  const { tree, queue, drain } = options;
  if (mode === 'compare' && !tree.verify(folder)) return;
  const seen = new Map<string, Seen>();
  for (const entry of entriesOf(folder, options)) {
    seen.set(entry.name, entry);
    if (seen.size % AT_ONCE !== 0) continue;
    yield;
    if (folder.isGone) return;
  }
  drain();
  const told = queue.told.get(folder.wd) ?? new Map<string, number>();
  for (const entry of seen.values()) {
    settleFile(folder, mode, entry, told.get(entry.name), options);
    settleFolder(folder, mode, entry, told.get(entry.name) ?? 0, tree);
  }
  if (mode !== 'quiet') yield* settleMissing(folder, mode, seen, told, options);
}

function* entriesOf(folder: Folder, { host, tree }: SurveyOptions): Generator<Seen> {
  const path = tree.pathOf(folder);
  const { literals } = folder.states;
  const look = (name: string): FileStats | undefined => readOr(undefined, () => host.lstat(`${path}/${name}`));
  if (literals) {
    for (const name of literals) {
      const stat = look(name);
      if (stat) yield { name, kind: kindOf(stat), hits: folder.states.find(name).hits, stat };
    }
    return;
  }
  try {
    for (const { name, kind } of host.streamEntries(path || '/')) {
      const { hits, below } = folder.states.find(name);
      const stat = hits.length > 0 || (kind === 'unknown' && !below.isEmpty) ? look(name) : undefined;
      if (stat) yield { name, kind: kindOf(stat), hits, stat };
      else if (!below.isEmpty && hits.length === 0) yield { name, kind, hits, stat };
    }
  } catch (error) {
    readOr(undefined, () => {
      throw error; // refused or gone: there is nothing to find
    });
  }
}

const kindOf = (stat: FileStats): EntryKind =>
  stat.isDirectory() ? 'folder' : stat.isSymbolicLink() ? 'link' : stat.isFile() ? 'file' : 'other';

function settleFile(
  folder: Folder,
  mode: SurveyMode,
  { name, hits, stat }: Seen,
  told: number | undefined,
  { prints, tell }: SurveyOptions,
): void {
  if (hits.length === 0 || !stat) return;
  const now = printOf(stat);
  const old = folder.prints.get(name);
  if (!old) {
    if (mode === 'told' || (mode === 'compare' && !folder.isForgetful)) {
      if (((told ?? 0) & ARRIVED) === 0) tell(folder, name, 'CREATED', hits);
    }
  } else if (mode === 'compare' && told === undefined) {
    const action = differenceOf(old, now);
    if (action) tell(folder, name, action, hits);
  }
  prints.set(folder, name, now);
}

function settleFolder(folder: Folder, mode: SurveyMode, { name, kind }: Seen, told: number, tree: FolderTree): void {
  if (kind !== 'folder' && kind !== 'link') return;
  if (told !== 0) return; // events tell how it came or went
  const child = folder.children.get(name);
  if (child && mode === 'compare') tree.surveys.push({ folder: child, mode });
  else if (!child) tree.attach(folder, name, kind === 'link', folder.unwatched.has(name) ? 'quiet' : modeBelow(mode));
}

const modeBelow = (mode: SurveyMode): SurveyMode => (mode === 'quiet' ? 'quiet' : 'told');

/** Names that were there and are not. */
function* settleMissing(
  folder: Folder,
  mode: SurveyMode,
  seen: ReadonlyMap<string, Seen>,
  told: ReadonlyMap<string, number>,
  { tree, prints, tell }: SurveyOptions,
): Generator<void> {
  const GONE = IN.DELETE | IN.MOVED_FROM;
  if (mode === 'told') {
    for (const [name, bits] of told) {
      const { hits } = folder.states.find(name);
      if ((bits & GONE) !== 0 && !seen.has(name) && hits.length > 0) tell(folder, name, 'CREATED', hits);
    }
    return;
  }
  for (const name of [...folder.prints.keys()]) {
    if (seen.has(name) || (told.get(name) ?? 0) !== 0) continue;
    const { hits } = folder.states.find(name);
    if (hits.length > 0) tell(folder, name, 'DELETED', hits);
    prints.delete(folder, name);
    yield;
  }
  for (const name of [...folder.children.keys()]) {
    if (!seen.has(name) && (told.get(name) ?? 0) === 0) tree.detach(folder, name);
  }
}
