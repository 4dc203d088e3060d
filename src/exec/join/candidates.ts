import type { Collation, Row, Value } from '../../core/index.js';
import { Chunks, grown, TupleTable } from '../hashing/index.js';
import { ENTRY_BYTES } from '../keys.js';
import type { Holding } from '../memory.js';
import type { Batch } from '../stream.js';

/** The key of a row, value by value, in a list that is used again; undefined where one is null: null equals nothing. */
export type KeyOf = (row: Row) => readonly Value[] | undefined;

/** The kept side of a join: for a row of the other side, the rows it may match, by number. */
export interface Candidates {
  readonly size: number;
  /** A value of a row, by its position there; of positions that the join said it needs. */
  value(index: number, position: number): Value;
  /** The first candidate, -1 for none. */
  first(probe: Row): number;
  /** The candidate after this one, -1 for none. */
  next(index: number): number;
}

/** Every row is a candidate. */
export class AllRows implements Candidates {
  constructor(private readonly rows: readonly Row[]) {}

  get size(): number {
    return this.rows.length;
  }
  value(index: number, position: number): Value {
    return this.rows[index]?.[position] as Value; // indices come from first and next
  }
  first(): number {
    return this.rows.length > 0 ? 0 : -1;
  }
  next(index: number): number {
    return index + 1 < this.rows.length ? index + 1 : -1;
  }
}

const FIRST_ROWS = 16;

/**
 * Rows with the probe's key, in the order they were added; without a key, all rows. Values are kept by column, those that
 * are needed alone: a match reads few places of memory, close together, where a row would be two more somewhere else.
 */
export class HashTable implements Candidates {
  /** By position in the rows. */
  readonly #columns: readonly (Chunks<Value> | undefined)[];
  #size = 0;
  #keys: TupleTable | undefined;
  #keyCount = 0;
  /** By the key's id: its first row and its last. */
  #heads = new Int32Array(FIRST_ROWS);
  #tails = new Int32Array(FIRST_ROWS);
  /** By row: the next one with the same key. */
  #next = new Int32Array(FIRST_ROWS);

  constructor(
    private readonly probeKey: KeyOf,
    private readonly collations: readonly Collation[],
    private readonly positions: readonly number[],
    private readonly holding: Holding,
  ) {
    this.#keys = tableOf(collations);
    this.#columns = Array.from({ length: Math.max(-1, ...positions) + 1 }, (_, position) =>
      positions.includes(position) ? new Chunks<Value>() : undefined,
    );
  }

  get size(): number {
    return this.#size;
  }

  value(index: number, position: number): Value {
    return (this.#columns[position] as Chunks<Value>).at(index); // a position that is needed
  }

  /** A row without key is kept, but is no candidate for anyone. */
  add(key: readonly Value[] | undefined, row: Row): void {
    const index = this.#size++;
    for (let i = 0; i < this.positions.length; i++) {
      const position = this.positions[i] as number; // within bounds
      this.#columns[position]?.push(row[position] as Value); // within the row
    }
    if (index === this.#next.length) this.#next = grown(this.#next);
    this.#next[index] = -1;
    if (key === undefined) return;
    const id = this.#keys?.add(key) ?? 0;
    if (id < this.#keyCount)
      this.#next[this.#tails[id] as number] = index; // every key has a tail
    else this.#begin(index);
    this.#tails[id] = index;
  }

  /** Counts rows that were added against the query's memory. */
  count(rows: Batch): void {
    this.holding.addRows(rows, ENTRY_BYTES);
  }

  #begin(index: number): void {
    if (this.#keyCount === this.#heads.length) {
      this.#heads = grown(this.#heads);
      this.#tails = grown(this.#tails);
    }
    this.#heads[this.#keyCount++] = index;
  }

  clear(): void {
    for (const column of this.#columns) column?.clear();
    this.#size = 0;
    this.#keyCount = 0;
    this.#keys = tableOf(this.collations);
    this.holding.release();
  }

  first(probe: Row): number {
    const key = this.probeKey(probe);
    const id = key === undefined ? -1 : (this.#keys?.find(key) ?? 0);
    return id < 0 || id >= this.#keyCount ? -1 : (this.#heads[id] as number); // every key has a head
  }
  next(index: number): number {
    return this.#next[index] as number; // indices come from first and next
  }
}

const tableOf = (collations: readonly Collation[]): TupleTable | undefined =>
  collations.length > 0 ? new TupleTable(collations) : undefined;
