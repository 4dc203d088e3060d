import { readOr } from '../errors.js';
import { readRegularText } from '../files/regular.js';
import type { Host } from '../host.js';
import { linesOf } from '../words.js';
import { type PortageAtom, parsePortageAtom } from './atom.js';

const DATABASE = '/var/db/pkg';
const WORLD = '/var/lib/portage/world';
/** SLOT, USE and the like are a line. */
const FIELD_MAX_BYTES = 1024 * 1024;

/** A package that portage has installed. Reads the files of its folder as asked. */
export class PortagePackage {
  readonly name: string;
  readonly version: string | null;
  readonly #host: Host;
  readonly #folder: string;

  constructor(host: Host, folder: string, { name, version }: PortageAtom) {
    this.#host = host;
    this.#folder = folder;
    this.name = name;
    this.version = version;
  }

  /** A file of its folder (`SLOT`, `USE`, …) without the white space around it; null where there is none. */
  field(file: string): string | null {
    const path = `${this.#folder}/${file}`;
    return readOr('', () => readRegularText(this.#host, path, FIELD_MAX_BYTES)).trim() || null;
  }
}

/**
 * What portage has installed, by name: folders `category/name-version`.
 * @param names such as `dev-lang/python`, where only some are wanted
 */
export function* listPortagePackages(host: Host, names?: readonly string[]): Generator<PortagePackage> {
  const wanted = names && new Set(names);
  const categories = wanted ? new Set([...wanted].map((name) => name.split('/', 1)[0] ?? '')) : undefined;
  for (const category of readOr([], () => host.list(DATABASE)).sort()) {
    if (category.startsWith('.') || categories?.has(category) === false) continue;
    for (const entry of readOr([], () => host.list(`${DATABASE}/${category}`)).sort()) {
      const atom = parsePortageAtom(`${category}/${entry}`);
      // Portage writes into a folder of its own, `-MERGING-name`, before it gives that its name.
      if (entry.startsWith('-') || atom.version === null || wanted?.has(atom.name) === false) continue;
      yield new PortagePackage(host, `${DATABASE}/${category}/${entry}`, atom);
    }
  }
}

/** The packages that were asked for by name, with their slots where those were named too. */
export class PortageWorld {
  readonly #atoms: ReadonlySet<string>;

  constructor(text: string) {
    this.#atoms = new Set(
      [...linesOf(text)].map(parsePortageAtom).map(({ name, slot }) => (slot === null ? name : `${name}:${slot}`)),
    );
  }

  has(name: string, slot: string | null): boolean {
    return this.#atoms.has(name) || (slot !== null && this.#atoms.has(`${name}:${slot.split('/', 1)[0]}`));
  }
}

/** Empty where the file is missing. */
export const readPortageWorld = (host: Host): PortageWorld =>
  new PortageWorld(readOr('', () => readRegularText(host, WORLD)));
