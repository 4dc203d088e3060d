import { createHash } from 'node:crypto';
import type { Attempt } from '../attempt.js';
import { readRegularBytes } from '../files/regular.js';
import type { Host } from '../host.js';
import { type Json, jsonAt, jsonList, jsonObject, jsonText, parseJson, readJson } from '../json/json.js';
import { textOf } from '../text.js';

/** The store takes none that is larger. */
const MANIFEST_MAX_BYTES = 1024 * 1024;
const MESSAGES_MAX_BYTES = 1024 * 1024;

/** An extension of a browser made from Chromium. Its files are read when something of them is asked for. */
export class ChromiumExtension {
  readonly #host: Host;
  readonly #attempt: Attempt;
  #bytes: Buffer | null | undefined;
  #manifest: Json | undefined;
  #messages: ReadonlyMap<string, string> | undefined;

  /** @param path its folder @param attempt what stands in for a file that cannot be read */
  constructor(
    host: Host,
    readonly path: string,
    attempt: Attempt,
  ) {
    this.#host = host;
    this.#attempt = attempt;
  }

  /** Undefined where there is no JSON. */
  get manifest(): Json | undefined {
    this.#read();
    return this.#manifest;
  }

  /** Of manifest.json, in hexadecimal. */
  get manifestSha256(): string | null {
    const bytes = this.#read();
    return bytes && createHash('sha256').update(bytes).digest('hex');
  }

  /** The id that follows from the key in the manifest: 32 letters from a to p; null without a key. */
  get identifier(): string | null {
    const key = jsonText(this.manifest, 'key');
    return key === null ? null : extensionIdOf(key);
  }

  /** A text of the manifest. `__MSG_name__` in it stands for a text in the extension's language. */
  localised(name: string): string | null {
    const text = jsonText(this.manifest, name);
    if (!text?.includes('__MSG_')) return text;
    return text.replace(/__MSG_([\w@]+?)__/g, (whole, message: string) => this.#messageOf(message) ?? whole);
  }

  #messageOf(name: string): string | undefined {
    this.#messages ??= this.#readMessages();
    return this.#messages.get(name.toLowerCase());
  }

  #readMessages(): ReadonlyMap<string, string> {
    const { manifest } = this;
    const locale = jsonText(manifest, 'default_locale') ?? jsonText(manifest, 'current_locale') ?? 'en';
    // The name comes from the manifest and must lead nowhere else.
    if (!/^[\w-]{1,32}$/.test(locale)) return new Map();
    const file = `${this.path}/_locales/${locale}/messages.json`;
    const json = this.#attempt(undefined, () => readJson(this.#host, file, MESSAGES_MAX_BYTES));
    const messages = new Map<string, string>();
    for (const [name, message] of Object.entries(jsonObject(json) ?? {})) {
      const text = jsonText(message, 'message');
      if (text !== null) messages.set(name.toLowerCase(), text);
    }
    return messages;
  }

  #read(): Buffer | null {
    if (this.#bytes === undefined) {
      const file = `${this.path}/manifest.json`;
      this.#bytes = this.#attempt(null, () => readRegularBytes(this.#host, file, MANIFEST_MAX_BYTES));
      this.#manifest = this.#bytes ? parseJson(textOf(this.#bytes)) : undefined;
    }
    return this.#bytes;
  }
}

/** The first half of the SHA-256 of the public key, its digits as letters. Pure. @param key in base64 */
export function extensionIdOf(key: string): string | null {
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length === 0) return null;
  const digits = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  return digits.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}

/** What a manifest permits, by name: an object among the texts stands for the names of its fields. Pure. */
export const permissionNames = (permissions: Json | undefined): string[] =>
  jsonList(permissions).flatMap((one) => (typeof one === 'string' ? [one] : Object.keys(jsonObject(one) ?? {})));

/** A file that is run in pages whose address matches. */
export interface ContentScript {
  readonly script: string;
  readonly match: string;
}

/** Files times patterns in one entry, at most: extensions that work have a few hundred. */
const MAX_PAIRS = 10_000;

/**
 * Each file of each entry with each of the entry's patterns. Pure.
 * @param onTooMany called where an entry has so many that it is left out
 */
export function* contentScriptsOf(manifest: Json | undefined, onTooMany: () => void): Generator<ContentScript> {
  for (const entry of jsonList(jsonAt(manifest, 'content_scripts'))) {
    const texts = (name: string): string[] =>
      jsonList(jsonAt(entry, name)).filter((text): text is string => typeof text === 'string');
    const [matches, scripts] = [texts('matches'), texts('js')];
    if (matches.length * scripts.length > MAX_PAIRS) onTooMany();
    else for (const match of matches) for (const script of scripts) yield { script, match };
  }
}
