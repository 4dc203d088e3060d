import type { Row, Value } from '../../core/index.js';

/** All rows of a window in its order, with the values they are ordered by, column by column. */
export interface OrderedRows {
  readonly rows: readonly Row[];
  /** By term of PARTITION BY, then of ORDER BY: the value of each row. */
  readonly keys: readonly (readonly Value[])[];
  /** By row: 1 where a new group of peers starts. */
  readonly startsGroup: Uint8Array;
}

/** The rows of one partition in their order, and which of them are peers. */
export class Partition {
  /** By group of peers: its first row; one more entry for the end. */
  readonly #starts: number[] = [];
  /** By row: its group of peers. */
  readonly #groups: Int32Array;

  /** @param start the partition's first row among all, `end` the one after its last */
  constructor(
    private readonly ordered: OrderedRows,
    private readonly start: number,
    end: number,
  ) {
    this.size = end - start;
    this.#groups = new Int32Array(this.size);
    for (let index = 0; index < this.size; index++) {
      if (index === 0 || ordered.startsGroup[start + index] === 1) this.#starts.push(index);
      this.#groups[index] = this.#starts.length - 1;
    }
    this.#starts.push(this.size);
  }

  readonly size: number;

  get groupCount(): number {
    return this.#starts.length - 1;
  }

  row(index: number): Row {
    return this.ordered.rows[this.start + index] as Row; // within the partition
  }
  /** A row's value of a term: those of PARTITION BY first, then those of ORDER BY. */
  key(term: number, index: number): Value {
    return this.ordered.keys[term]?.[this.start + index] ?? null;
  }
  groupOf(index: number): number {
    return this.#groups[index] as number; // within the partition
  }
  groupStart(group: number): number {
    return this.#starts[group] as number; // a group of the partition
  }
  groupEnd(group: number): number {
    return this.#starts[group + 1] as number; // as above
  }
}
