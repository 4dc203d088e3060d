import type { Row, Value } from '../../core/index.js';
import type { CompareKeys } from '../ordering.js';

/** A row with the values it is ordered by: those of PARTITION BY, then those of ORDER BY. */
export interface KeyedRow {
  readonly row: Row;
  readonly keys: readonly Value[];
}

/** The rows of one partition in their order, and which of them are peers. */
export class Partition {
  /** By group of peers: its first row; one more entry for the end. */
  readonly starts: readonly number[];
  /** By row: its group of peers. */
  readonly #groups: Int32Array;

  constructor(
    readonly rows: readonly KeyedRow[],
    comparePeers: CompareKeys,
  ) {
    const starts: number[] = [];
    this.#groups = new Int32Array(rows.length);
    rows.forEach(({ keys }, index) => {
      const before = rows[index - 1];
      if (!before || comparePeers(before.keys, keys) !== 0) starts.push(index);
      this.#groups[index] = starts.length - 1;
    });
    this.starts = [...starts, rows.length];
  }

  get size(): number {
    return this.rows.length;
  }
  get groupCount(): number {
    return this.starts.length - 1;
  }

  groupOf(index: number): number {
    return this.#groups[index] as number; // within the partition
  }
  groupStart(group: number): number {
    return this.starts[group] as number; // a group of the partition
  }
  groupEnd(group: number): number {
    return this.starts[group + 1] as number; // as above
  }
}
