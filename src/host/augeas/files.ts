import { readOr } from '../errors.js';
import { readRegularText } from '../files/regular.js';
import type { Host } from '../host.js';
import type { Lens } from './lens.js';
import { LENSES } from './lenses/index.js';
import type { AugeasNode } from './node.js';

/** A file that a lens reads. */
export interface LensFile {
  readonly path: string;
  readonly lens: Lens;
}

/** Paths that lenses read, `*` for any text within one name. */
export const LENS_FILES: readonly string[] = LENSES.flatMap(({ files }) => files);

/** Most that is read of a file: settings are far smaller. */
const MAX_BYTES = 1024 * 1024;

/** Backups and what package managers leave are not read, as Augeas leaves them out. */
const LEFTOVER = /~$|\.(?:augsave|augnew|rpmsave|rpmnew|dpkg-\w+|bak|pacsave|pacnew)$/;

interface Taken {
  readonly pattern: RegExp;
  readonly lens: Lens;
}

const TAKEN: readonly Taken[] = LENSES.flatMap((lens) =>
  lens.files.map((file) => ({ pattern: globPattern(file), lens })),
);
const EXCEPT: ReadonlyMap<Lens, readonly RegExp[]> = new Map(
  LENSES.map((lens) => [lens, (lens.except ?? []).map(globPattern)]),
);

function globPattern(file: string): RegExp {
  const literal = file.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '[^/]*')}$`, 's');
}

/** The lens that reads a path; undefined where none does. Pure. */
export function lensFor(path: string): Lens | undefined {
  if (LEFTOVER.test(path)) return undefined;
  const isHidden = path.slice(path.lastIndexOf('/') + 1).startsWith('.');
  return TAKEN.find(
    ({ pattern, lens }) => !isHidden && pattern.test(path) && !EXCEPT.get(lens)?.some((except) => except.test(path)),
  )?.lens;
}

/**
 * The regular files there are that a lens reads, by path.
 * @param isWanted whether a file, or something in a folder, is: others are not looked at
 */
export function listLensFiles(host: Host, isWanted: (path: string) => boolean, checkpoint: () => void): LensFile[] {
  const found = new Map<string, Lens>();
  const known = new Map<string, readonly string[]>();
  const names = (folder: string): readonly string[] => {
    const listed = known.get(folder) ?? readOr([], () => host.list(folder));
    known.set(folder, listed);
    return listed;
  };
  const expand = (path: string, rest: readonly string[]): void => {
    const [name, ...more] = rest;
    if (!isWanted(path)) return;
    checkpoint();
    if (name === undefined) {
      const lens = found.has(path) ? undefined : lensFor(path);
      if (lens && isFile(host, path)) found.set(path, lens);
    } else if (name.includes('*')) {
      const pattern = globPattern(name);
      for (const entry of names(path)) if (pattern.test(entry)) expand(`${path}/${entry}`, more);
    } else expand(`${path}/${name}`, more);
  };
  for (const { files } of LENSES) for (const file of files) expand('', file.split('/').slice(1));
  return [...found].map(([path, lens]) => ({ path, lens })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

const isFile = (host: Host, path: string): boolean => readOr(false, () => host.stat(path).isFile());

/**
 * The tree of a file.
 * @param skip is told of each line that does not fit, and is left out
 * @throws Gone, Refused, TooLarge
 */
export const readLensFile = (host: Host, { path, lens }: LensFile, skip: (line: number) => void): AugeasNode[] =>
  lens.parse(readRegularText(host, path, MAX_BYTES), skip);
