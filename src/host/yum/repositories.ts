import type { Attempt } from '../attempt.js';
import { readOr } from '../errors.js';
import { parseIni } from '../etc/ini.js';
import { readRegularText } from '../files/regular.js';
import type { Host } from '../host.js';

/** A repository that yum or dnf installs packages from: its options as they are written. */
export interface YumRepository {
  /** File it is in. */
  readonly file: string;
  /** Name of its section. */
  readonly id: string;
  readonly options: ReadonlyMap<string, string>;
}

const MAX_BYTES = 1024 * 1024;
/** dnf.conf is the newer name; where both are there, one is a link to the other. */
const CONFIGURATIONS = ['/etc/yum.conf', '/etc/dnf/dnf.conf'] as const;
const FOLDER = '/etc/yum.repos.d';
const MAX_FOLDERS = 100;

/**
 * Repositories of yum.conf(5) and dnf.conf(5), and of the `.repo` files in the folders that their `reposdir` names.
 * @param attempt what stands in for a file or folder that cannot be read
 */
export function* readYumRepositories(host: Host, attempt: Attempt): Generator<YumRepository> {
  const seen = new Set<string>();
  const folders = new Set<string>();
  const sectionsOf = (file: string) => parseIni(attempt('', () => readRegularText(host, file, MAX_BYTES)));
  for (const file of CONFIGURATIONS) {
    const real = readOr(file, () => host.canonicalPath(file));
    if (seen.has(real)) continue;
    seen.add(real);
    for (const { name, values } of sectionsOf(file)) {
      if (name !== 'main') yield { file, id: name, options: values };
      else for (const folder of foldersOf(values.get('reposdir') ?? '')) folders.add(folder);
    }
  }
  if (folders.size === 0) folders.add(FOLDER);
  for (const folder of [...folders].slice(0, MAX_FOLDERS)) {
    const names = attempt<string[]>([], () => host.list(folder)).filter((name) => name.endsWith('.repo'));
    for (const name of names.sort()) {
      const file = `${folder}/${name}`;
      for (const section of sectionsOf(file))
        if (section.name !== 'main') yield { file, id: section.name, options: section.values };
    }
  }
}

/** Separated by commas or blanks. */
const foldersOf = (list: string): string[] =>
  list
    .split(/[\s,]+/)
    .filter((folder) => folder.startsWith('/'))
    .map((folder) => folder.replace(/\/+$/, ''));
