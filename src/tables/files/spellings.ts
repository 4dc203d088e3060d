import { asciiLower } from '../../core/index.js';
import { type Entry, type Host, readOr } from '../../host/index.js';

/** Names remembered at most: join keys give many patterns below the same few folders. */
const MAX_NAMES = 100_000;

type Names = ReadonlyMap<string, readonly Entry[]>;

/** Finds a name in a folder whatever the case of its ASCII letters, as LIKE compares. */
export class Spellings {
  readonly #host: Host;
  readonly #folders = new Map<string, Names>();
  #size = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /**
   * The spellings there are of a name. The one given is asked for by itself too: a folder may be open to those alone who
   * know its names, and an automounter shows what nobody asked for yet only then.
   * @param before path of the folder, with its slash; empty for the current one
   */
  of(before: string, name: string): readonly Entry[] {
    const found = this.#namesIn(before).get(asciiLower(name)) ?? [];
    if (found.some((entry) => entry.name === name)) return found;
    return readOr(found, () => {
      this.#host.lstat(before + name);
      return [{ name, kind: 'unknown' }, ...found];
    });
  }

  #namesIn(before: string): Names {
    const known = this.#folders.get(before);
    if (known) return known;
    const entries = readOr([], () => this.#host.listEntries(before || '.'));
    this.#size += entries.length + 1;
    if (this.#size > MAX_NAMES) {
      this.#folders.clear();
      this.#size = entries.length + 1;
    }
    const names = byFoldedName(entries);
    this.#folders.set(before, names);
    return names;
  }
}

function byFoldedName(entries: readonly Entry[]): Names {
  const names = new Map<string, Entry[]>();
  for (const entry of entries) {
    const folded = asciiLower(entry.name);
    const others = names.get(folded);
    if (others) others.push(entry);
    else names.set(folded, [entry]);
  }
  return names;
}
