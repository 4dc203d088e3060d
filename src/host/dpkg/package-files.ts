import { compareText } from '../../core/index.js';
import { readRegularText } from '../files/regular.js';
import type { Host } from '../host.js';

/** A package's list of files in a dpkg database: `info/libc6:amd64.list`. */
export interface DebFileList {
  /** Without its architecture, except where the query names that too: `libc6:amd64`. */
  readonly packageName: string;
  readonly file: string;
}

const ENDING = '.list';
/** A package of 100,000 files has some 8 MiB. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The lists of a database by name of package, then architecture. A package that can be installed for several
 * architectures has one for each, with the architecture in the list's name.
 * @param names of packages, with or without an architecture, where only some are wanted
 * @throws as `Host.list`
 */
export function listDebFileLists(host: Host, adminDir: string, names?: ReadonlySet<string>): DebFileList[] {
  const folder = `${adminDir}/info`;
  const lists: DebFileList[] = [];
  for (const entry of host.list(folder)) {
    if (!entry.endsWith(ENDING)) continue;
    const file = `${folder}/${entry}`;
    const stem = entry.slice(0, -ENDING.length);
    const colon = stem.indexOf(':');
    const name = colon < 0 ? stem : stem.slice(0, colon);
    if (!names || names.has(name)) lists.push({ packageName: name, file });
    if (colon >= 0 && names?.has(stem)) lists.push({ packageName: stem, file });
  }
  return lists.sort((a, b) => compareText(a.packageName, b.packageName) || compareText(a.file, b.file));
}

/**
 * The files and folders that a list names, first of all `/.`.
 * @param paths those wanted, where only some are
 * @throws Gone, Refused, TooLarge
 */
export const readDebFileList = (host: Host, file: string, paths?: ReadonlySet<string>): string[] =>
  parseDebFileList(readRegularText(host, file, MAX_BYTES), paths);

/** A path a line. Pure. */
export function parseDebFileList(text: string, paths?: ReadonlySet<string>): string[] {
  // Most lists have none of a few paths: a search takes a tenth of the time that lines do.
  if (paths && paths.size < 10 && ![...paths].some((path) => text.includes(path))) return [];
  return text.split('\n').filter((line) => line !== '' && (!paths || paths.has(line)));
}
