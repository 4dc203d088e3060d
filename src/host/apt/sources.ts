import { Gone } from '../../core/index.js';
import { parseStanzas } from '../dpkg/stanzas.js';
import { readOrWarn } from '../errors.js';
import { readRegularText } from '../files/regular.js';
import type { Host } from '../host.js';
import { linesOf, words } from '../words.js';

/** A suite of an archive that packages come from. */
export interface AptSource {
  /** File it is named in. */
  readonly file: string;
  /** Without the slash at its end. */
  readonly uri: string;
  /** Such as bookworm, or stable/updates. */
  readonly suite: string;
}

const MAX_BYTES = 1024 * 1024;
/** URIs times suites of one stanza. */
const MAX_PAIRS = 10_000;
const FOLDER = '/etc/apt/sources.list.d';

/** Sources of binary packages, from sources.list first, then from the folder's .list files, then its .sources files. */
export function readAptSources(host: Host, warn: (message: string) => void): AptSource[] {
  const names = readOrWarn<string[]>([], warn, () => host.list(FOLDER)).sort();
  const inFolder = (ending: string): string[] =>
    names.filter((name) => name.endsWith(ending) && !name.startsWith('.')).map((name) => `${FOLDER}/${name}`);
  const read = (file: string): string => readOrWarn('', warn, () => readRegularText(host, file, MAX_BYTES));
  const sources: AptSource[] = [];
  for (const file of ['/etc/apt/sources.list', ...inFolder('.list')])
    for (const source of parseSourcesList(read(file))) sources.push({ ...source, file });
  for (const file of inFolder('.sources'))
    for (const source of parseDeb822Sources(read(file))) sources.push({ ...source, file });
  return sources;
}

/** sources.list(5), one source a line: `deb [ options ] uri suite components`. Pure. */
export function* parseSourcesList(text: string): Generator<Omit<AptSource, 'file'>> {
  for (const line of linesOf(text)) {
    const comment = line.indexOf('#');
    const [type, ...rest] = words(comment < 0 ? line : line.slice(0, comment));
    if (type !== 'deb') continue;
    const isMarked = rest[0]?.startsWith('[');
    const end = rest.findIndex((word) => word.endsWith(']'));
    if (isMarked && end < 0) continue;
    const [uri, suite] = isMarked ? rest.slice(end + 1) : rest;
    if (uri?.includes(':') && suite !== undefined) yield { uri: withoutSlash(uri), suite };
  }
}

const FIELDS: ReadonlySet<string> = new Set(['types', 'uris', 'suites', 'enabled']);

/** sources.list(5), deb822 style: each URI of a stanza with each of its suites. Pure. */
export function* parseDeb822Sources(text: string): Generator<Omit<AptSource, 'file'>> {
  const withoutComments = text.replace(/^#.*\n?/gm, '').replaceAll('\r', '');
  for (const stanza of parseStanzas(withoutComments, FIELDS)) {
    const list = (field: string): string[] => words(stanza.get(field) ?? '');
    if (!list('types').includes('deb') || /^(no|false|without|off|disable|0)$/i.test(stanza.get('enabled') ?? ''))
      continue;
    const [uris, suites] = [list('uris'), list('suites')];
    if (uris.length * suites.length > MAX_PAIRS) continue;
    for (const uri of uris) for (const suite of suites) yield { uri: withoutSlash(uri), suite };
  }
}

const withoutSlash = (uri: string): string => (uri.endsWith('/') ? uri.slice(0, -1) : uri);

/** What an archive says of a suite, in its Release file. */
export interface AptRelease {
  readonly codename: string | null;
  readonly version: string | null;
  readonly origin: string | null;
  /** Separated by blanks, as in the file. */
  readonly components: string | null;
  readonly architectures: string | null;
}

const LISTS = '/var/lib/apt/lists';

/** The Release file that apt has fetched for a source; null where it has none. Throws Refused. */
export function readAptRelease(host: Host, source: AptSource): AptRelease | null {
  const base = `${LISTS}/${listName(source)}`;
  for (const name of ['InRelease', 'Release']) {
    try {
      return parseRelease(readRegularText(host, `${base}_${name}`, MAX_BYTES * 16));
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
    }
  }
  return null;
}

/** As apt makes file names of URIs: without scheme and user, slashes as `_`, what is special in hexadecimal. Pure. */
export function listName({ uri, suite }: Pick<AptSource, 'uri' | 'suite'>): string {
  const place = uri.replace(/^[^:/]*:(\/\/)?/, '').replace(/^[^/@]*@/, '');
  const folder = suite.endsWith('/') ? suite.replace(/\/+$/, '') : `dists/${suite}`;
  const special = (character: string): string => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  const parts = [place, folder].filter((part) => part !== '');
  return parts.map((part) => part.replace(/[\\|{}[\]<>"^~_=!@#$%&*]/g, special).replaceAll('/', '_')).join('_');
}

const RELEASE_FIELDS: ReadonlySet<string> = new Set(['codename', 'version', 'origin', 'components', 'architectures']);

/** The first stanza that has one of the fields: before it may stand the head of a signature. Pure. */
export function parseRelease(text: string): AptRelease | null {
  const field = (stanza: ReadonlyMap<string, string>, name: string): string | null => stanza.get(name) || null;
  for (const stanza of parseStanzas(text, RELEASE_FIELDS)) {
    return {
      codename: field(stanza, 'codename'),
      version: field(stanza, 'version'),
      origin: field(stanza, 'origin'),
      components: field(stanza, 'components'),
      architectures: field(stanza, 'architectures'),
    };
  }
  return null;
}
