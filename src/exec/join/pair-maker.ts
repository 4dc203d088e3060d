import type { Row, Value } from '../../core/index.js';
import type { Column } from '../../sql/planner/index.js';

/** Places of values in a side's rows, and in the pair. */
interface Moves {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Makes the rows of a join out of one of each side. */
export class PairMaker {
  readonly #left: Moves;
  readonly #right: Moves;
  readonly #leftNulls: Row;
  readonly #rightNulls: Row;

  /** @param columns what pairs hold: columns of the left side's rows and of the right one's */
  constructor(
    private readonly columns: readonly Column[],
    left: readonly Column[],
    right: readonly Column[],
  ) {
    this.#left = movesOf(columns, left);
    this.#right = movesOf(columns, right);
    this.#leftNulls = new Array(left.length).fill(null);
    this.#rightNulls = new Array(right.length).fill(null);
  }

  /** Nulls stand for a side without row. @param pair a row that nobody needs any more, to be used again */
  make(left: Row | undefined, right: Row | undefined, pair: Row = new Array(this.columns.length)): Row {
    move(this.#left, left ?? this.#leftNulls, pair);
    move(this.#right, right ?? this.#rightNulls, pair);
    return pair;
  }
}

function movesOf(columns: readonly Column[], side: readonly Column[]): Moves {
  const from = columns.map(({ id }) => side.findIndex((column) => column.id === id));
  const to = [...columns.keys()].filter((place) => from[place] !== -1);
  return { from: from.filter((place) => place !== -1), to };
}

function move({ from, to }: Moves, row: Row, pair: Row): void {
  for (let i = 0; i < from.length; i++) pair[to[i] as number] = row[from[i] as number] as Value; // as many, and within the rows
}
