import type { Row, Value } from '../../core/index.js';
import type { Column } from '../../sql/planner/index.js';
import type { Candidates } from './candidates.js';

/** Places of values in a side's rows, and in the pair. */
interface Moves {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Makes the rows of a join out of a row that streams past and one that is kept. */
export class PairMaker {
  readonly #probe: Moves;
  readonly #kept: Moves;

  /** @param columns what pairs hold: columns of the streaming side's rows and of the kept one's */
  constructor(
    private readonly columns: readonly Column[],
    probe: readonly Column[],
    kept: readonly Column[],
  ) {
    this.#probe = movesOf(columns, probe);
    this.#kept = movesOf(columns, kept);
  }

  /**
   * Nulls stand for a side without row.
   * @param kept the kept row's number, -1 for none
   * @param used a row that nobody needs any more
   */
  make(probe: Row | undefined, kept: number, candidates: Candidates, used: Row | undefined): Row {
    const pair = used ?? new Array<Value>(this.columns.length);
    const { from, to } = this.#probe;
    for (let i = 0; i < from.length; i++) pair[to[i] as number] = probe ? (probe[from[i] as number] as Value) : null; // within the row
    this.#addKept(kept, candidates, pair);
    return pair;
  }

  #addKept(kept: number, candidates: Candidates, pair: Row): void {
    const { from, to } = this.#kept;
    for (let i = 0; i < from.length; i++)
      pair[to[i] as number] = kept < 0 ? null : candidates.value(kept, from[i] as number); // within bounds
  }
}

function movesOf(columns: readonly Column[], side: readonly Column[]): Moves {
  const from = columns.map(({ id }) => side.findIndex((column) => column.id === id));
  const to = [...columns.keys()].filter((place) => from[place] !== -1);
  return { from: from.filter((place) => place !== -1), to };
}
