import { starMatcher } from './path-pattern.js';

interface Exclude {
  readonly names: readonly ((name: string) => boolean)[];
  /** Takes all below what the names match, and that itself unless `*` stood there. */
  readonly below: 'nothing' | 'all' | 'all and itself';
}

/**
 * Patterns of `exclude_paths`. An event is left out where its path or the folder that it is in matches one of them. `*` or
 * `%` as the last name also takes everything deeper; `**` the folder before it, too. Every pattern counts for every category.
 */
export class Excludes {
  readonly #excludes: readonly Exclude[];

  constructor(patterns: readonly string[]) {
    this.#excludes = patterns.filter((pattern) => pattern.startsWith('/')).map(parseExclude);
  }

  /** @param folder '' for `/` */
  leavesOut(folder: string, path: string): boolean {
    if (this.#excludes.length === 0) return false;
    const names = namesOf(path);
    const parent = namesOf(folder);
    return this.#excludes.some((exclude) => matches(exclude, names) || matches(exclude, parent));
  }

  /** Whether all below a folder is left out, however deep: it need not be watched. */
  leavesOutBelow(folder: string): boolean {
    if (this.#excludes.length === 0) return false;
    const names = namesOf(folder);
    return this.#excludes.some((exclude) => exclude.below !== 'nothing' && matchesStart(exclude, names));
  }
}

const namesOf = (path: string): string[] => path.split('/').filter((name) => name !== '');

function parseExclude(pattern: string): Exclude {
  const texts = namesOf(pattern.replaceAll('%', '*'));
  const deepAt = texts.findIndex((text) => text.startsWith('**'));
  if (deepAt >= 0) return { names: texts.slice(0, deepAt).map(starMatcher), below: 'all and itself' };
  if (texts.at(-1) === '*') return { names: texts.slice(0, -1).map(starMatcher), below: 'all' };
  return { names: texts.map(starMatcher), below: 'nothing' };
}

function matches(exclude: Exclude, path: readonly string[]): boolean {
  switch (exclude.below) {
    case 'nothing':
      return path.length === exclude.names.length && matchesStart(exclude, path);
    case 'all':
      return path.length > exclude.names.length && matchesStart(exclude, path);
    case 'all and itself':
      return matchesStart(exclude, path);
  }
}

const matchesStart = ({ names }: Exclude, path: readonly string[]): boolean =>
  path.length >= names.length && names.every((name, index) => name(path[index] ?? ''));
