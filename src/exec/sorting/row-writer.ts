import type { Row, Value } from '../../core/index.js';
import type { ExprScope } from '../expressions/index.js';
import { type RowMaker, rowMaker } from '../generate/sort-kernels.js';
import { Warming } from '../generate/warming.js';
import type { Gathered } from './gatherer.js';

/** Where a value of a row comes from: a column that was gathered, or one computed since, by place in the order. */
export type Origin = { readonly slot: number } | { readonly result: number };

/** Writes rows in an order, each once. */
export class RowWriter {
  readonly #make: Warming<RowMaker>;

  constructor(
    private readonly origins: readonly Origin[],
    scope: ExprScope,
  ) {
    const byItem = origins.map((origin) => 'slot' in origin);
    this.#make = new Warming<RowMaker>(plainMaker(byItem), () => rowMaker(byItem, scope), scope.run.warmRows);
  }

  /** Rows for the places `start…end-1` of the order. */
  rows(
    gathered: Gathered,
    order: Uint32Array,
    start: number,
    end: number,
    results: readonly ArrayLike<Value>[] = [],
  ): Row[] {
    const columns = this.origins.map(
      (origin) => ('slot' in origin ? gathered.values(origin.slot) : (results[origin.result] as ArrayLike<Value>)), // there are as many
    );
    const made: Row[] = [];
    this.#make.take(end - start)(columns, order, start, end, made);
    return made;
  }
}

const plainMaker =
  (byItem: readonly boolean[]): RowMaker =>
  (columns, order, start, end, made) => {
    for (let place = start; place < end; place++) {
      const item = order[place] as number; // within bounds, as below
      made.push(columns.map((column, index) => column[byItem[index] ? item : place] as Value));
    }
  };
