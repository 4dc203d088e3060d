import stableStringify from 'fast-json-stable-stringify';
import type { Decorators } from '../../config/index.js';
import type { Value } from '../../core/index.js';
import type { ResultRow } from '../../logger/index.js';
import type { Log } from '../schedule/log.js';

export interface DecorationsOptions {
  /** The rows of a query; undefined where it failed. */
  readonly rows: (sql: string) => Promise<readonly ResultRow[] | undefined>;
  /** A value as text, never as a number. */
  readonly text: (value: Value) => string;
  readonly log: Log;
}

interface Source {
  readonly decorators: Decorators;
  readonly found: Map<string, string>;
}

/** Pairs that every result carries, found by queries. */
export class Decorations {
  readonly #sources = new Map<string, Source>();

  constructor(private readonly options: DecorationsOptions) {}

  /** Takes a configuration's decorators. A source that changed loses what it found, and its `load` queries run. */
  async load(all: readonly Decorators[]): Promise<void> {
    const before = new Map(this.#sources);
    this.#sources.clear();
    for (const decorators of all) {
      const { source } = decorators;
      const known = before.get(source);
      if (known && printed(known.decorators) === printed(decorators)) {
        this.#sources.set(source, { ...known, decorators });
        continue;
      }
      const fresh: Source = { decorators, found: new Map() };
      this.#sources.set(source, fresh);
      await this.#run(fresh, decorators.load);
    }
  }

  /** Before each scheduled query. */
  async always(): Promise<void> {
    for (const source of this.#sources.values()) await this.#run(source, source.decorators.always);
  }

  /** Runs `interval` queries whose rate has a multiple in between, once however many it has. Seconds since 1970. */
  async between(after: number, until: number): Promise<void> {
    for (const source of this.#sources.values()) {
      for (const [rate, queries] of source.decorators.interval) {
        if (rate > 0 && nextMultiple(after, rate) <= until) await this.#run(source, queries);
      }
    }
  }

  /** The first second after one at which some `interval` query runs. */
  nextAfter(second: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { decorators } of this.#sources.values()) {
      for (const rate of decorators.interval.keys()) {
        if (rate > 0) next = Math.min(next, nextMultiple(second, rate));
      }
    }
    return next;
  }

  /** By name; later sources override earlier ones. */
  current(): ReadonlyMap<string, string> {
    const merged = new Map<string, string>();
    for (const { found } of this.#sources.values()) for (const [name, value] of found) merged.set(name, value);
    return new Map([...merged].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  }

  async #run({ found }: Source, queries: readonly string[]): Promise<void> {
    for (const sql of queries) {
      const rows = (await this.options.rows(sql)) ?? [];
      if (rows.length > 1) {
        this.options.log('warning', 'decorators.cpp', `Multiple rows returned for decorator query: ${sql}`);
      }
      for (const [name, value] of rows[0] ?? []) found.set(name, this.options.text(value));
    }
  }
}

const printed = ({ load, always, interval }: Decorators): string =>
  stableStringify({ load, always, interval: Object.fromEntries(interval) });

const nextMultiple = (after: number, rate: number): number => (Math.floor(after / rate) + 1) * rate;
