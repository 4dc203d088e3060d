import type { Buffer } from 'node:buffer';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClassicLevel } from 'classic-level';
import { decodeText, encodeText } from '../core/index.js';
import type { Change, Domain, Durable } from './durable.js';
import { codeOf, DurableError } from './errors.js';
import { folderBytes, isMarkedDamaged, markDamaged, prepareFolder, setAside } from './folder.js';
import { decodeKey, encodeKey, endOfPrefix } from './keys.js';

type Level = ClassicLevel<Buffer, Uint8Array>;

export interface LevelOptions {
  readonly path: string;
  /** Bytes on disk; beyond it changes that add are refused. Default: no limit. LevelDB itself takes some 4 MB. */
  readonly maxBytes?: number;
  /** How long to wait for another process to let go of the store. Default 0. */
  readonly lockWaitMs?: number;
  readonly onMessage?: (severity: 'info' | 'warning', message: string) => void;
}

/** Opens LevelDB in the folder; what is corrupt is set aside and begun anew. @throws DurableError */
export async function openLevel(options: LevelOptions): Promise<Durable> {
  const { path } = options;
  prepareFolder(path);
  if (isMarkedDamaged(path)) return beginAnew(options, 'damage was found while it was open');
  try {
    return new LevelStore(await openWaiting(path, options.lockWaitMs ?? 0), options);
  } catch (error) {
    if (codeOf(error) !== 'LEVEL_CORRUPTION') throw refusal(error, path);
    return beginAnew(options, causeOf(error));
  }
}

async function beginAnew(options: LevelOptions, reason: string): Promise<Durable> {
  const { path } = options;
  try {
    const backup = setAside(path);
    options.onMessage?.('warning', `store ${path} is corrupt (${reason}); moved to ${backup}, a new one is begun`);
    prepareFolder(path);
    return new LevelStore(await openWaiting(path, 0), options);
  } catch (error) {
    throw refusal(error, path);
  }
}

async function openWaiting(path: string, waitMs: number): Promise<Level> {
  const end = performance.now() + waitMs;
  for (;;) {
    const level: Level = new ClassicLevel(path, { keyEncoding: 'buffer', valueEncoding: 'view' });
    try {
      await level.open();
      return level;
    } catch (error) {
      await level.close().catch(() => undefined);
      if (codeOf(error) !== 'LEVEL_LOCKED' || performance.now() >= end) throw error;
    }
    await sleep(50);
  }
}

class LevelStore implements Durable {
  readonly #level: Level;
  readonly #path: string;
  readonly #maxBytes: number;
  /** Bytes on disk when last measured, and bytes written since. */
  #bytes: number;
  #written = 0;
  #isCompact = false;

  constructor(level: Level, { path, maxBytes = Number.POSITIVE_INFINITY }: LevelOptions) {
    this.#level = level;
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#bytes = folderBytes(path);
  }

  async get(domain: Domain, key: string): Promise<string | undefined> {
    const value = await this.#guarded(() => this.#level.get(encodeKey(domain, key)));
    return value === undefined ? undefined : decodeText(value);
  }

  async getMany(domain: Domain, keys: readonly string[]): Promise<(string | undefined)[]> {
    const values = await this.#guarded(() => this.#level.getMany(keys.map((key) => encodeKey(domain, key))));
    return values.map((value) => (value === undefined ? undefined : decodeText(value)));
  }

  async write(changes: readonly Change[], options: { readonly sync?: boolean } = {}): Promise<void> {
    const operations = changes.map(({ domain, key, value }) =>
      value === undefined
        ? ({ type: 'del', key: encodeKey(domain, key) } as const)
        : ({ type: 'put', key: encodeKey(domain, key), value: encodeText(value) } as const),
    );
    const bytes = operations.reduce(
      (sum, { key, ...rest }) => sum + key.length + ('value' in rest ? rest.value.length : 0),
      0,
    );
    if (operations.some(({ type }) => type === 'put')) await this.#makeRoom(bytes);
    await this.#guarded(() => this.#level.batch(operations, { sync: options.sync ?? false }));
    this.#written += bytes;
    this.#isCompact = false;
  }

  async keys(domain: Domain, prefix = '', max = -1): Promise<string[]> {
    const limit = Number.isFinite(max) ? max : -1;
    const keys = await this.#guarded(() => this.#level.keys({ ...rangeOf(domain, prefix), limit }).all());
    return keys.map(decodeKey);
  }

  async *entries(domain: Domain, prefix = ''): AsyncGenerator<readonly [string, string]> {
    const iterator = await this.#guarded(async () => this.#level.iterator(rangeOf(domain, prefix)));
    try {
      for (;;) {
        const entry = await this.#guarded(() => iterator.next());
        if (entry === undefined) return;
        yield [decodeKey(entry[0]), decodeText(entry[1])];
      }
    } finally {
      await iterator.close();
    }
  }

  async size(): Promise<number> {
    return folderBytes(this.#path);
  }

  async close(): Promise<void> {
    await this.#level.close();
  }

  /** Looks at the disk only where what is known to be written could have reached the limit. */
  async #makeRoom(bytes: number): Promise<void> {
    if (this.#bytes + this.#written + bytes <= this.#maxBytes) return;
    this.#measure();
    if (this.#bytes + bytes > this.#maxBytes && !this.#isCompact) {
      await this.#guarded(() => this.#level.compactRange(Uint8Array.of(0) as Buffer, Uint8Array.of(255) as Buffer)); // bytes are bytes to it
      this.#isCompact = true;
      this.#measure();
    }
    if (this.#bytes + bytes <= this.#maxBytes) return;
    throw new DurableError('full', `store ${this.#path} is full: ${this.#bytes} of ${this.#maxBytes} bytes`);
  }

  #measure(): void {
    this.#bytes = folderBytes(this.#path);
    this.#written = 0;
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (codeOf(error) === 'LEVEL_CORRUPTION') markDamaged(this.#path);
      throw refusal(error, this.#path);
    }
  }
}

function rangeOf(domain: Domain, prefix: string): { gte: Buffer; lt: Buffer } {
  const start = encodeKey(domain, prefix);
  return { gte: start, lt: endOfPrefix(start) };
}

function refusal(cause: unknown, path: string): DurableError {
  if (cause instanceof DurableError) return cause;
  switch (codeOf(cause)) {
    case 'LEVEL_LOCKED':
      return new DurableError('locked', `store ${path} is open in another process`, { cause });
    case 'LEVEL_CORRUPTION':
      return new DurableError('corrupt', `store ${path} is corrupt: ${causeOf(cause)}`, { cause });
    case 'LEVEL_DATABASE_NOT_OPEN':
    case 'LEVEL_ITERATOR_NOT_OPEN':
      return new DurableError('closed', `store ${path} is closed`, { cause });
    default:
      return new DurableError('failed', `store ${path}: ${causeOf(cause)}`, { cause });
  }
}

function causeOf(error: unknown): string {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  return at instanceof Error ? at.message : String(at);
}
