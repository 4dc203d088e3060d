import type { Value } from '../../core/index.js';
import type { JoinKey } from '../../sql/planner/index.js';
import { anySubquery } from '../dependencies.js';
import type { ExprScope } from '../expressions/index.js';
import { type KeyKernel, keyKernel, Warming } from '../generate/index.js';
import type { TupleTable } from '../hashing/index.js';
import type { Batch } from '../stream.js';
import { type KeyOf, keyOf } from './parts.js';

/** Finds the keys of one side's rows in a table. */
export class KeyReader {
  readonly of: KeyOf;
  readonly #add: Warming<KeyKernel>;
  readonly #find: Warming<KeyKernel>;

  constructor(keys: readonly JoinKey[], side: 'left' | 'right', scope: ExprScope) {
    this.of = keyOf(keys, side, scope);
    const exprs = keys.map((key) => key[side]);
    const generated = (how: 'add' | 'find') => () => (anySubquery(exprs) ? undefined : keyKernel(exprs, how, scope));
    const { warmRows } = scope.run;
    this.#add = new Warming<KeyKernel>(
      looped(this.of, (table, key) => table.add(key)),
      generated('add'),
      warmRows,
    );
    this.#find = new Warming<KeyKernel>(
      looped(this.of, (table, key) => table.find(key)),
      generated('find'),
      warmRows,
    );
  }

  /** Gives each row's key an id in the table; -1 where a part is null. */
  add: KeyKernel = (rows, table, ids) => this.#add.take(rows.length)(rows, table, ids);

  /** Finds the id of each row's key; -1 where a part is null, or the key is not there. */
  find: KeyKernel = (rows, table, ids) => this.#find.take(rows.length)(rows, table, ids);
}

function looped(of: KeyOf, idOf: (table: TupleTable, key: readonly Value[]) => number): KeyKernel {
  return (rows: Batch, table, ids) => {
    for (let i = 0; i < rows.length; i++) {
      const key = of(rows[i] as Batch[number]); // within bounds
      ids[i] = key === undefined ? -1 : idOf(table, key);
    }
  };
}
