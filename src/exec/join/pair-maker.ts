import type { Row, Value } from '../../core/index.js';
import type { Column } from '../../sql/planner/index.js';
import { pairKernel } from '../generate/index.js';

/** Pairs made in a loop before code is generated for them. */
const WARM_PAIRS = 2048;

/** Where a pair's value comes from. */
export interface PairSource {
  readonly isLeft: boolean;
  readonly position: number;
}

export type FillPair = (left: Row, right: Row, pair: Row) => void;

/** Makes the rows of a join out of one of each side. */
export class PairMaker {
  readonly #sources: readonly PairSource[];
  readonly #leftNulls: Row;
  readonly #rightNulls: Row;
  #left: number;
  #fill: FillPair;

  /** @param columns of the left side's rows and the right one's; those that pairs hold are among them */
  constructor(
    columns: readonly Column[],
    left: readonly Column[],
    right: readonly Column[],
    warmPairs: number = WARM_PAIRS,
  ) {
    this.#sources = columns.map(({ id }): PairSource => {
      const position = left.findIndex((column) => column.id === id);
      return position >= 0
        ? { isLeft: true, position }
        : { isLeft: false, position: right.findIndex((column) => column.id === id) };
    });
    this.#leftNulls = new Array(left.length).fill(null);
    this.#rightNulls = new Array(right.length).fill(null);
    this.#left = warmPairs;
    this.#fill = (left, right, pair) => this.#looped(left, right, pair);
  }

  /** Nulls stand for a side without row. @param pair a row that nobody needs any more, to be used again */
  make(left: Row | undefined, right: Row | undefined, pair: Row = new Array(this.#sources.length)): Row {
    this.#fill(left ?? this.#leftNulls, right ?? this.#rightNulls, pair);
    return pair;
  }

  #looped(left: Row, right: Row, pair: Row): void {
    if (--this.#left < 0) this.#fill = pairKernel(this.#sources);
    for (let i = 0; i < this.#sources.length; i++) {
      const { isLeft, position } = this.#sources[i] as PairSource; // within bounds
      pair[i] = (isLeft ? left : right)[position] as Value; // positions are within the rows
    }
  }
}
