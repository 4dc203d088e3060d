import type { Attempt } from '../attempt.js';
import { readRegularText } from '../files/regular.js';
import type { Host } from '../host.js';
import { linesOf, words } from '../words.js';
import { type PortageAtom, parsePortageAtom } from './atom.js';

/** What `/etc/portage` says of the packages that an atom names. */
export interface PortageRule {
  readonly atom: PortageAtom;
  /** Keywords that are accepted for them beyond the system's: `~amd64`, `**`. */
  readonly keywords: readonly string[];
  readonly isMasked: boolean;
  readonly isUnmasked: boolean;
}

const FOLDER = '/etc/portage';
const FILE_MAX_BYTES = 1024 * 1024;
const MAX_FILES = 1000;
const MAX_DEPTH = 16;

interface Draft {
  readonly keywords: Set<string>;
  isMasked: boolean;
  isUnmasked: boolean;
}

/**
 * The rules of package.accept_keywords (and package.keywords, its older name), package.mask and package.unmask: files, or
 * folders of such files (portage(5)). Those of one atom are one, in the order in which the atoms first come.
 * @param attempt what stands in for a file that cannot be read
 */
export function readPortageRules(host: Host, attempt: Attempt): PortageRule[] {
  const drafts = new Map<string, Draft>();
  const draftOf = (atom: string): Draft => {
    const draft = drafts.get(atom) ?? { keywords: new Set(), isMasked: false, isUnmasked: false };
    drafts.set(atom, draft);
    return draft;
  };
  const linesIn = (name: string) => linesBelow(host, `${FOLDER}/${name}`, attempt);
  for (const name of ['package.keywords', 'package.accept_keywords'])
    for (const [atom = '', ...keywords] of linesIn(name)) {
      const draft = draftOf(atom);
      for (const keyword of keywords) draft.keywords.add(keyword);
    }
  for (const [atom = ''] of linesIn('package.mask')) draftOf(atom).isMasked = true;
  for (const [atom = ''] of linesIn('package.unmask')) draftOf(atom).isUnmasked = true;
  return [...drafts].map(([atom, draft]) => ({
    ...draft,
    atom: parsePortageAtom(atom),
    keywords: [...draft.keywords],
  }));
}

/** The words of each line that is no comment, of a file or of the files of a folder, by name. */
function* linesBelow(host: Host, root: string, attempt: Attempt): Generator<string[]> {
  const pending = [{ path: root, depth: 0 }];
  let files = 0;
  for (let next = pending.pop(); next && files < MAX_FILES; next = pending.pop()) {
    const { path, depth } = next;
    if (attempt(false, () => host.stat(path).isDirectory())) {
      const names = depth < MAX_DEPTH ? attempt<string[]>([], () => host.list(path)) : [];
      const shown = names.filter((name) => !name.startsWith('.') && !name.endsWith('~')).sort();
      for (const name of shown.reverse()) pending.push({ path: `${path}/${name}`, depth: depth + 1 });
      continue;
    }
    files++;
    for (const line of linesOf(attempt('', () => readRegularText(host, path, FILE_MAX_BYTES)))) {
      const found = words(line.replace(/(^|\s)#.*$/, ''));
      if (found.length > 0) yield found;
    }
  }
}
