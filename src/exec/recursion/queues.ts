import type { Row, Value } from '../../core/index.js';
import { Heap } from '../heap.js';
import type { CompareKeys } from '../ordering.js';

export interface RowQueue {
  add(row: Row): void;
  take(): Row | undefined;
}

/** First in, first out: breadth first. */
export class FifoQueue implements RowQueue {
  #rows: Row[] = [];
  #at = 0;

  add(row: Row): void {
    this.#rows.push(row);
  }

  take(): Row | undefined {
    const row = this.#rows[this.#at];
    if (row) this.#at++;
    // Taken rows are let go in bulk: shifting an array moves all that is left.
    if (this.#at > 1024 && this.#at * 2 > this.#rows.length) {
      this.#rows = this.#rows.slice(this.#at);
      this.#at = 0;
    }
    return row;
  }
}

interface Entry {
  readonly row: Row;
  readonly keys: readonly Value[];
  readonly at: number;
}

/** The first row of an order; first in, first out among equals. */
export class PriorityQueue implements RowQueue {
  readonly #heap: Heap<Entry>;
  #added = 0;

  constructor(
    private readonly keysOf: (row: Row) => Value[],
    compareKeys: CompareKeys,
  ) {
    this.#heap = new Heap((a, b) => compareKeys(a.keys, b.keys) || a.at - b.at);
  }

  add(row: Row): void {
    this.#heap.push({ row, keys: this.keysOf(row), at: this.#added++ });
  }

  take(): Row | undefined {
    return this.#heap.pop()?.row;
  }
}
