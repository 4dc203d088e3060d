import { compareText } from '../../core/index.js';
import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import { textOfLatin1 } from '../text.js';
import { DebPackage, USUAL_STATUS } from './package.js';
import { parseStanzas, type Stanza } from './stanzas.js';

const FIELDS = new Set([
  'package',
  'version',
  'source',
  'installed-size',
  'architecture',
  'multi-arch',
  'status',
  'maintainer',
  'section',
  'priority',
]);

/**
 * Packages of a dpkg database, by name and architecture, without those that are not installed.
 * @param adminDir folder of the database; updates that dpkg has not merged yet are applied
 * @param names of the packages, where only some are wanted
 * @throws as `Host.readBytes`
 */
export function readDebPackages(host: Host, adminDir: string, names?: ReadonlySet<string>): DebPackage[] {
  const packages = new PackageSet(names);
  for (const stanza of parseStanzas(readLatin1(host, `${adminDir}/status`), FIELDS)) packages.add(stanza);
  for (const name of updatesOf(readOr([], () => host.list(`${adminDir}/updates`)))) {
    const text = readOr('', () => readLatin1(host, `${adminDir}/updates/${name}`));
    for (const stanza of parseStanzas(text, FIELDS)) packages.replace(stanza);
  }
  return packages.installed();
}

/** Decoding a few values costs less than the whole file: its ASCII would take two bytes a character. */
const readLatin1 = (host: Host, path: string): string => host.readBytes(path).toString('latin1');

/** Names of files that hold updates, in the order to apply them. Pure. */
export const updatesOf = (names: readonly string[]): string[] =>
  names.filter((name) => /^\d+$/.test(name)).sort(compareText);

/** Stanzas by package; several of one name differ in architecture. */
class PackageSet {
  readonly #names: ReadonlySet<string> | undefined;
  readonly #stanzas = new Map<string, Stanza[]>();

  constructor(names?: ReadonlySet<string>) {
    this.#names = names;
  }

  add(stanza: Stanza): void {
    const name = nameOf(stanza);
    if (name === '' || this.#names?.has(name) === false) return;
    const others = this.#stanzas.get(name);
    if (!others) this.#stanzas.set(name, [stanza]);
    else {
      const at = others.findIndex((other) => archOf(other) === archOf(stanza));
      others.splice(at < 0 ? others.length : at, 1, stanza);
    }
  }

  /** As `add`, but a package takes the place of the one of another architecture that it cannot be installed beside. */
  replace(stanza: Stanza): void {
    const others = this.#stanzas.get(nameOf(stanza));
    if (others?.some((other) => !isCoinstallable(other) || !isCoinstallable(stanza))) others.length = 0;
    this.add(stanza);
  }

  installed(): DebPackage[] {
    const packages: DebPackage[] = [];
    for (const name of [...this.#stanzas.keys()].sort(compareText)) {
      const stanzas = this.#stanzas.get(name) ?? [];
      if (stanzas.length > 1) stanzas.sort((a, b) => compareText(archOf(a), archOf(b)));
      for (const stanza of stanzas) if (isPresent(stanza)) packages.push(new DebPackage(textOfLatin1(name), stanza));
    }
    return packages;
  }
}

/** dpkg takes names in any case, and shows them in lower case. */
const nameOf = (stanza: Stanza): string => stanza.get('package')?.toLowerCase() ?? '';
const archOf = (stanza: Stanza): string => stanza.get('architecture') ?? '';
const isCoinstallable = (stanza: Stanza): boolean => stanza.get('multi-arch') === 'same';

function isPresent(stanza: Stanza): boolean {
  const status = stanza.get('status') ?? '';
  return status === USUAL_STATUS || (status !== '' && !/not-installed$/i.test(status));
}
