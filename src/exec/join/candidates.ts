import type { Row } from '../../core/index.js';
import { ENTRY_BYTES, type Key } from '../keys.js';
import { type Holding, rowBytes } from '../memory.js';

/** Computes the key of a row's side of the join; undefined where a part is null: null equals nothing. */
export type KeyOf = (row: Row) => Key | undefined;

/** The kept side of a join: for a row of the other side, the rows it may match, by index into `rows`. */
export interface Candidates {
  readonly rows: readonly Row[];
  /** The first candidate, -1 for none. */
  first(probe: Row): number;
  /** The candidate after this one, -1 for none. */
  next(index: number): number;
}

/** Every row is a candidate. */
export class AllRows implements Candidates {
  constructor(readonly rows: readonly Row[]) {}

  first(): number {
    return this.rows.length > 0 ? 0 : -1;
  }
  next(index: number): number {
    return index + 1 < this.rows.length ? index + 1 : -1;
  }
}

/** Rows with the probe's key, in the order they were added. */
export class HashTable implements Candidates {
  readonly rows: Row[] = [];
  readonly #heads = new Map<Key, number>();
  /** By index: the next row with the same key; by index of a head: the last one. */
  readonly #next: number[] = [];
  readonly #tails: number[] = [];

  constructor(
    private readonly probeKey: KeyOf,
    private readonly holding: Holding,
  ) {}

  /** A row without key is kept, but is no candidate for anyone. */
  add(key: Key | undefined, row: Row): void {
    const index = this.rows.length;
    this.rows.push(row);
    this.#next.push(-1);
    this.#tails.push(index);
    this.holding.add(ENTRY_BYTES + rowBytes(row));
    if (key === undefined) return;
    const head = this.#heads.get(key);
    if (head === undefined) {
      this.#heads.set(key, index);
      return;
    }
    this.#next[this.#tails[head] as number] = index; // every head has a tail
    this.#tails[head] = index;
  }

  clear(): void {
    this.rows.length = 0;
    this.#next.length = 0;
    this.#tails.length = 0;
    this.#heads.clear();
    this.holding.release();
  }

  first(probe: Row): number {
    const key = this.probeKey(probe);
    return key === undefined ? -1 : (this.#heads.get(key) ?? -1);
  }
  next(index: number): number {
    return this.#next[index] as number; // indices come from first and next
  }
}
