import { type Json, parseAnswer } from '../host/index.js';
import { withoutPrivateKeys } from './private-keys.js';
import { type Cleaned, withoutPasswords } from './words.js';

/** How many secrets of each kind were taken out. */
type Tell = (what: string, count: number) => void;

/** Whether an answer is a server's, in JSON: they are asked by the URL. */
export const isJsonAnswer = (name: string): boolean => name.startsWith('GET /');

/** Whether a file says in JSON what a container is started as. */
export const isContainerSpec = (path: string): boolean =>
  /\/io\.containerd\.runtime\.v2\.task\/[^/]+\/[^/]+\/config\.json$/.test(path);

/**
 * What an engine says of a container, or LXD of an instance, without the secrets in it; the same bytes where it is no JSON.
 * @param keepEnvironment values of environments stay, but for those that look like secrets
 */
export function withoutAnswerSecrets(bytes: Buffer, keepEnvironment: boolean, tell: Tell): Buffer {
  const json = parseAnswer(bytes);
  return json === undefined ? bytes : Buffer.from(JSON.stringify(new Cleaner(keepEnvironment, tell).clean(json, '')));
}

const REMOVED = 'removed';
/** Lists of words that make a command. */
const COMMANDS = new Set(['Args', 'args', 'Cmd', 'Entrypoint', 'Test']);
/** Lists of `NAME=value`. */
const ENVIRONMENTS = new Set(['Env', 'env']);
/** Settings of LXD's instances: what users put there, such as keys and passwords for cloud-init. */
const SETTINGS_OF_USERS = /^(user|cloud-init)\./;
const SETTINGS_OF_ENVIRONMENT = /^environment\./;
/** The step of a Dockerfile, as an image's history has it. */
const ENV_STEP = /^(?:\/bin\/sh -c #\(nop\)\s+)?ENV /;

class Cleaner {
  readonly #keepsEnvironment: boolean;
  readonly #tell: Tell;

  constructor(keepsEnvironment: boolean, tell: Tell) {
    this.#keepsEnvironment = keepsEnvironment;
    this.#tell = tell;
  }

  /** @param name that the value stands under; '' in lists and at the top */
  clean(json: Json, name: string): Json {
    if (typeof json === 'string') return this.#text(json, name);
    if (Array.isArray(json)) return this.#list(json, name);
    if (typeof json !== 'object' || json === null) return json;
    return Object.fromEntries(Object.entries(json).map(([field, value]) => [field, this.clean(value, field)]));
  }

  #list(items: readonly Json[], name: string): Json {
    const words = items.filter((item) => typeof item === 'string');
    if (words.length < items.length) return items.map((item) => this.clean(item, ''));
    if (ENVIRONMENTS.has(name) && !this.#keepsEnvironment) return words.map((entry) => this.#variable(entry));
    // An option and its value are two words.
    if (COMMANDS.has(name)) return this.#plain(words.join('\0')).split('\0');
    return words.map((word) => this.#plain(word));
  }

  #text(text: string, name: string): string {
    if (SETTINGS_OF_USERS.test(name)) return this.#removed('settings of instances');
    if (SETTINGS_OF_ENVIRONMENT.test(name) && !this.#keepsEnvironment) return this.#removed('environment values');
    if (name === 'CreatedBy' && ENV_STEP.test(text) && !this.#keepsEnvironment)
      return text.replace(/=(?:"[^"]*"|\S+)/g, () => `=${this.#removed('environment values')}`);
    const before = `${name}=`;
    // As if assigned: a name alone can say that a value is secret.
    return this.#plain(name === '' ? text : before + text).slice(name === '' ? 0 : before.length);
  }

  /** `NAME=value`. */
  #variable(entry: string): string {
    const at = entry.indexOf('=');
    return at < 0 || at === entry.length - 1 ? entry : entry.slice(0, at + 1) + this.#removed('environment values');
  }

  #plain(text: string): string {
    return this.#counted('passwords in command lines and settings', withoutPasswords, this.#keyless(text));
  }

  #keyless(text: string): string {
    return this.#counted('private keys', withoutPrivateKeys, text);
  }

  #counted(what: string, take: (text: string) => Cleaned, text: string): string {
    const cleaned = take(text);
    if (cleaned.count > 0) this.#tell(what, cleaned.count);
    return cleaned.text;
  }

  #removed(what: string): string {
    this.#tell(what, 1);
    return REMOVED;
  }
}
