import { parseCount } from '../numbers.js';
import { textOfLatin1 } from '../text.js';
import { words } from '../words.js';
import type { Stanza } from './stanzas.js';
import { type DebVersion, parseDebVersion } from './version.js';

const PRIORITIES = new Set(['required', 'important', 'standard', 'optional', 'extra']);
/** The status of nearly every package. */
export const USUAL_STATUS = 'install ok installed';

/** A package that dpkg knows to be on this host, at least by its configuration files. Reads its stanza as asked. */
export class DebPackage {
  readonly #stanza: Stanza;
  #version: DebVersion | null | undefined;

  /** @param stanza bytes as Latin-1 */
  constructor(
    readonly name: string,
    stanza: Stanza,
  ) {
    this.#stanza = stanza;
  }

  get version(): string | null {
    return this.#parsedVersion()?.text ?? null;
  }

  /** What follows the last `-` of the version, null for packages native to Debian. */
  get revision(): string | null {
    return this.#parsedVersion()?.revision ?? null;
  }

  /** Source package where its name is another, with its version in parentheses where that is another. */
  get source(): string | null {
    return this.#text('source');
  }

  /** Size on disk, in KiB. */
  get installedKib(): number | bigint | null {
    return parseCount(this.#stanza.get('installed-size'));
  }

  /** `<empty>` where there is none. */
  get arch(): string {
    return this.#text('architecture') ?? '<empty>';
  }

  /** What is wanted, whether there was an error, and what is: `install ok installed`. */
  get status(): string {
    const status = this.#text('status') ?? '';
    return status === USUAL_STATUS ? status : words(status.toLowerCase()).join(' ');
  }

  get maintainer(): string | null {
    return this.#text('maintainer');
  }

  get section(): string | null {
    return this.#text('section');
  }

  /** `unknown` where there is none. */
  get priority(): string {
    const priority = this.#text('priority') ?? 'unknown';
    const known = priority.toLowerCase();
    return PRIORITIES.has(known) ? known : priority;
  }

  #parsedVersion(): DebVersion | null {
    if (this.#version === undefined) {
      const text = this.#text('version');
      this.#version = text === null ? null : parseDebVersion(text);
    }
    return this.#version;
  }

  #text(field: string): string | null {
    const latin1 = this.#stanza.get(field);
    return latin1 ? textOfLatin1(latin1) : null;
  }
}
