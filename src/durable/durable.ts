/** The daemon's kept keys and values, in domains as osquery names them. */
export type Domain =
  | 'configurations'
  | 'queries'
  | 'events'
  | 'logs'
  | 'carves'
  | 'distributed'
  | 'distributed_running'
  | 'query_performance';

export type Change =
  | { readonly domain: Domain; readonly key: string; readonly value: string }
  | { readonly domain: Domain; readonly key: string; readonly value?: undefined };

/** Keys and values that survive kill -9: what `write` has promised is there after the next start. */
export interface Durable {
  get(domain: Domain, key: string): Promise<string | undefined>;
  /** The values of many keys, in the order of the keys. */
  getMany(domain: Domain, keys: readonly string[]): Promise<(string | undefined)[]>;
  /** All or nothing. `sync` waits until the disk has it. @throws DurableError where the disk refuses */
  write(changes: readonly Change[], options?: { readonly sync?: boolean }): Promise<void>;
  /** Keys in byte order that start with the prefix. */
  keys(domain: Domain, prefix?: string, max?: number): Promise<string[]>;
  /** Keys and values in byte order, as they are read. */
  entries(domain: Domain, prefix?: string): AsyncIterable<readonly [key: string, value: string]>;
  /** Bytes on disk; 0 in memory. */
  size(): Promise<number>;
  close(): Promise<void>;
}
