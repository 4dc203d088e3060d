import { compareText } from '../core/index.js';
import type { Change, Domain, Durable } from './durable.js';
import { DurableError } from './errors.js';

/** A store that lives as long as the process. */
export const openMemory = (): Durable => new Memory();

class Memory implements Durable {
  readonly #domains = new Map<Domain, Map<string, string>>();
  #isClosed = false;

  async get(domain: Domain, key: string): Promise<string | undefined> {
    return this.#open(domain).get(key);
  }

  async getMany(domain: Domain, keys: readonly string[]): Promise<(string | undefined)[]> {
    const values = this.#open(domain);
    return keys.map((key) => values.get(key));
  }

  async write(changes: readonly Change[]): Promise<void> {
    for (const { domain, key, value } of changes) {
      if (value === undefined) this.#open(domain).delete(key);
      else this.#open(domain).set(key, value);
    }
  }

  async keys(domain: Domain, prefix = '', max = Number.POSITIVE_INFINITY): Promise<string[]> {
    return this.#sorted(domain, prefix).slice(0, max);
  }

  async *entries(domain: Domain, prefix = ''): AsyncGenerator<readonly [string, string]> {
    for (const key of this.#sorted(domain, prefix)) {
      const value = this.#open(domain).get(key);
      if (value !== undefined) yield [key, value];
    }
  }

  async size(): Promise<number> {
    return 0;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  #open(domain: Domain): Map<string, string> {
    if (this.#isClosed) throw new DurableError('closed', 'the store is closed');
    let keys = this.#domains.get(domain);
    if (!keys) {
      keys = new Map();
      this.#domains.set(domain, keys);
    }
    return keys;
  }

  #sorted(domain: Domain, prefix: string): string[] {
    return [...this.#open(domain).keys()].filter((key) => key.startsWith(prefix)).sort(compareText);
  }
}
