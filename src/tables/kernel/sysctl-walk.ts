import type { Lookup } from '../../catalog/index.js';
import { type Host, readOr } from '../../host/index.js';

export const SYSCTL_ROOT = '/proc/sys';

/** Folders are a few levels deep; a loop of mounts must end. */
const MAX_DEPTH = 16;

/** What the query says of names, for leaving out what cannot match. */
export interface Wanted {
  readonly names: Lookup<string> | undefined;
  readonly subsystems: Lookup<string> | undefined;
}

/** Paths of settings below `/proc/sys`, such as `kernel/random/uuid`, each once. */
export function* walkSysctls(host: Host, wanted: Wanted, checkpoint: () => void): Generator<string> {
  const subsystems = wanted.subsystems?.values && new Set(wanted.subsystems.values);
  const entersTop = (folder: string): boolean => !subsystems || subsystems.has(folder.split('/', 1)[0] ?? '');
  const admits = admitting(wanted.names);
  const mayEnter = mayHold(wanted.names);
  const found = wanted.names?.values
    ? findAll(host, wanted.names.values)
    : walk(host, (folder) => entersTop(folder) && mayEnter(folder), checkpoint);
  for (const path of found) if (entersTop(path) && admits(dotted(path))) yield path;
}

/** The name of a setting: its path with dots. */
export const dotted = (path: string): string => path.replaceAll('/', '.');

const admitting =
  (lookup: Lookup<string> | undefined) =>
  (name: string): boolean =>
    !lookup?.patterns || lookup.patterns.some((pattern) => pattern.matches(name));

/** Whether a folder can hold a name that the patterns want, by the text all of these start with. */
function mayHold(lookup: Lookup<string> | undefined): (folder: string) => boolean {
  const prefixes = lookup?.patterns?.map((pattern) => pattern.prefix.toLowerCase());
  if (!prefixes) return () => true;
  return (folder) => {
    const start = `${dotted(folder).toLowerCase()}.`;
    return prefixes.some((prefix) => prefix.startsWith(start) || start.startsWith(prefix));
  };
}

function* walk(host: Host, enters: (folder: string) => boolean, checkpoint: () => void): Generator<string> {
  const folders: { path: string; depth: number }[] = [{ path: '', depth: 0 }];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    checkpoint();
    const { path, depth } = folder;
    const entries = readOr([], () => host.listEntries(`${SYSCTL_ROOT}/${path}`));
    for (const { name, kind } of entries) {
      const below = path === '' ? name : `${path}/${name}`;
      if (kind === 'file') yield below;
      else if (kind === 'folder' && depth < MAX_DEPTH && enters(below)) folders.push({ path: below, depth: depth + 1 });
    }
  }
}

function* findAll(host: Host, names: readonly string[]): Generator<string> {
  for (const name of names) yield* find(host, '', name, 0);
}

/**
 * Settings of that name below a folder. A dot either separates or is part of a file's name, as in `eth0.100`: folders are
 * looked through only where the plain reading of the name leads nowhere.
 */
function* find(host: Host, folder: string, rest: string, depth: number): Generator<string> {
  if (rest.includes('/') || rest.split('.').includes('')) return;
  const plain = folder + rest.replaceAll('.', '/');
  if (isSetting(host, plain)) {
    yield plain;
    return;
  }
  if (depth >= MAX_DEPTH) return;
  for (const { name, kind } of readOr([], () => host.listEntries(`${SYSCTL_ROOT}/${folder}`))) {
    if (kind === 'file' && name === rest) yield folder + name;
    else if (kind === 'folder' && rest.startsWith(`${name}.`))
      yield* find(host, `${folder}${name}/`, rest.slice(name.length + 1), depth + 1);
  }
}

const isSetting = (host: Host, path: string): boolean =>
  readOr(false, () => host.stat(`${SYSCTL_ROOT}/${path}`).isFile());
