import type { Collation, Row, Value } from '../../core/index.js';
import { Chunks, grown, TupleTable } from '../hashing/index.js';
import { ENTRY_BYTES } from '../keys.js';
import type { Holding } from '../memory.js';
import type { Batch } from '../stream.js';
import type { KeyReader } from './key-reader.js';

/** The kept side of a join: for a row of the other side, the rows it may match, by number. */
export interface Candidates {
  readonly size: number;
  /** A value of a row, by its position there; of positions that the join said it needs. */
  value(index: number, position: number): Value;
  /** Says which rows of the other side are asked about next. */
  load(probes: Batch): void;
  /** The first candidate of the row that stands there in what was loaded, -1 for none. */
  first(at: number): number;
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
  load(): void {}
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

  /** The ids of the keys of a batch, by row. */
  #ids = new Int32Array(FIRST_ROWS);

  constructor(
    private readonly probe: Pick<KeyReader, 'find'>,
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

  /** Rows without key are kept, but are no candidates for anyone. */
  addAll(rows: Batch, reader: Pick<KeyReader, 'add'>): void {
    const ids = this.#room(rows.length);
    if (this.#keys) reader.add(rows, this.#keys, ids);
    else ids.fill(0);
    for (let i = 0; i < rows.length; i++) this.#append(rows[i] as Row, ids[i] as number); // within bounds
    this.holding.addRows(rows, ENTRY_BYTES);
  }

  /** Where ids of so many rows go. */
  #room(rows: number): Int32Array {
    while (this.#ids.length < rows) this.#ids = grown(this.#ids);
    return this.#ids;
  }

  #append(row: Row, id: number): void {
    const index = this.#size++;
    for (let i = 0; i < this.positions.length; i++) {
      const position = this.positions[i] as number; // within bounds
      this.#columns[position]?.push(row[position] as Value); // within the row
    }
    if (index === this.#next.length) this.#next = grown(this.#next);
    this.#next[index] = -1;
    if (id < 0) return;
    if (id < this.#keyCount)
      this.#next[this.#tails[id] as number] = index; // every key has a tail
    else this.#begin(index);
    this.#tails[id] = index;
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

  load(probes: Batch): void {
    const ids = this.#room(probes.length);
    if (this.#keys) this.probe.find(probes, this.#keys, ids);
    else ids.fill(0);
  }
  first(at: number): number {
    const id = this.#ids[at] as number; // of a row that was loaded
    return id < 0 || id >= this.#keyCount ? -1 : (this.#heads[id] as number); // every key has a head
  }
  next(index: number): number {
    return this.#next[index] as number; // indices come from first and next
  }
}

const tableOf = (collations: readonly Collation[]): TupleTable | undefined =>
  collations.length > 0 ? new TupleTable(collations) : undefined;
