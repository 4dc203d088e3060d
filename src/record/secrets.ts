import { isContainerSpec, isJsonAnswer, withoutAnswerSecrets } from './answers.js';
import { withoutBrowsing } from './browser-preferences.js';
import { withoutPrivateKeys } from './private-keys.js';
import { type Cleaned, withoutPasswords } from './words.js';

/** A kind of secret: the files that can hold it, and how it is taken out. Files are handled as Latin-1, byte for byte. */
interface Rule {
  /** What a report calls it, in the plural. */
  readonly what: string;
  readonly files: RegExp;
  clean(text: string): Cleaned;
}

export interface SecretsOptions {
  /** Keep the values of processes' environments, but for those that look like secrets. */
  readonly keepEnvironment: boolean;
}

/** What stands where a secret stood. */
const REMOVED = 'removed';

/** Takes secrets out of files on their way into a recording, so that tables answer as before but for the secrets. */
export class Secrets {
  /** How many of each kind were taken out. */
  readonly taken = new Map<string, number>();
  readonly #rules: readonly Rule[];
  readonly #keepsEnvironment: boolean;

  constructor({ keepEnvironment }: SecretsOptions) {
    this.#keepsEnvironment = keepEnvironment;
    this.#rules = keepEnvironment ? RULES : [ENVIRONMENT, ...RULES];
  }

  /** @param path of the file in the machine, links resolved @returns the same bytes where there is nothing to take out */
  without(path: string, bytes: Buffer): Buffer {
    if (isContainerSpec(path)) return this.#withoutInJson(bytes);
    let text: string | undefined;
    for (const { what, files, clean } of this.#rules) {
      if (!files.test(path)) continue;
      text ??= bytes.toString('latin1');
      const cleaned = clean(text);
      if (cleaned.count === 0) continue;
      text = cleaned.text;
      this.#count(what, cleaned.count);
    }
    return text === undefined ? bytes : Buffer.from(text, 'latin1');
  }

  /** @param name of what was told otherwise than in a file (see `Host.answer`) */
  withoutInAnswer(name: string, bytes: Buffer): Buffer {
    return isJsonAnswer(name) ? this.#withoutInJson(bytes) : bytes;
  }

  #withoutInJson(bytes: Buffer): Buffer {
    return withoutAnswerSecrets(bytes, this.#keepsEnvironment, (what, count) => this.#count(what, count));
  }

  #count(what: string, count: number): void {
    this.taken.set(what, (this.taken.get(what) ?? 0) + count);
  }
}

/** Replaces what a pattern finds and counts it. The pattern's groups are what stands before and after the secret. */
const replacing =
  (pattern: RegExp, by: (before: string, after: string) => string) =>
  (text: string): Cleaned => {
    let count = 0;
    const cleaned = text.replace(pattern, (_found, before: string, after: string) => {
      count++;
      return by(before, after);
    });
    return { text: cleaned, count };
  };

/** proc_pid_environ(5): `NAME=value`, a NUL behind each. */
const ENVIRONMENT: Rule = {
  what: 'environment values',
  files: /^\/proc\/\d+\/environ$/,
  clean: replacing(/((?:^|\0)[^=\0]*=)[^\0]+/g, (before) => before + REMOVED),
};

const RULES: readonly Rule[] = [
  {
    // shadow(5): the hash's algorithm and whether the account is locked stay.
    what: 'password hashes',
    files: /^\/etc\/g?shadow-?$/,
    clean: replacing(/^([^:\n]*:[!*]*(?:\$\w+\$|(?![x!*])))[^:\n]+(?=:)/gm, (before) => before + REMOVED),
  },
  {
    what: 'password hashes',
    files: /^\/etc\/(passwd|group)-?$/,
    clean: replacing(/^([^:\n]*:)(?!x:|\*|!)[^:\n]+(?=:)/gm, (before) => `${before}x`),
  },
  {
    // The time of each command stays: `#<seconds>` before it, or `: <seconds>:<it took>;` at its start.
    what: 'lines of shell histories',
    files: /\/\.[\w.-]*history$/,
    clean: replacing(/^(: *\d+:\d+;)?(?!#\d+$)[^\n]+/gm, (before) => (before ?? '') + REMOVED),
  },
  { what: 'preferences of browsers', files: /^\/.*\/(Secure )?Preferences$/, clean: withoutBrowsing },
  { what: 'private keys', files: /^/, clean: withoutPrivateKeys },
  {
    what: 'passwords of networks',
    files: /\/(NetworkManager|wpa_supplicant|iwd|netplan|connman)\//,
    clean: replacing(
      /^([ \t]*"?(?:psk|password|passphrase|wep[-_]key\d?|private[-_]key|preshared[-_]key|secret|leap-password)"?[ \t]*[:=][ \t]*)[^\s][^\n]*/gim,
      (before) => before + REMOVED,
    ),
  },
  {
    // The licence key that a maker keeps in the firmware.
    what: 'licence keys in ACPI tables',
    files: /\/acpi\/tables\/(MSDM|SLIC)\d*$/,
    clean: replacing(/^([^]{36})[^]+/, (before) => before + REMOVED),
  },
  {
    // A header holds salts and digests that a passphrase can be guessed with; magic, version, cipher and UUID stay.
    what: 'key slots of encrypted disks',
    files: /^\/dev\//,
    clean: (text) => (text.startsWith('LUKS\xba\xbe') ? withoutKeySlots(text) : { text, count: 0 }),
  },
  {
    what: 'passwords in command lines and settings',
    files: /^\/proc\/(\d+\/(cmdline|environ)|cmdline)$|^\/(etc|usr\/lib|lib|var\/spool|root|home|run)\//,
    clean: withoutPasswords,
  },
];

/** On-disk format of LUKS1 and LUKS2: digests begin at 112 in LUKS1, JSON with salts and digests at 4096 in LUKS2. */
function withoutKeySlots(text: string): Cleaned {
  const isFirst = text.charCodeAt(7) === 1;
  const cleaned = isFirst
    ? text.slice(0, 112) + '\0'.repeat(Math.max(0, Math.min(text.length, 168) - 112)) + text.slice(168, 208)
    : text.slice(0, 4096);
  return { text: cleaned.padEnd(text.length, '\0'), count: 1 };
}
