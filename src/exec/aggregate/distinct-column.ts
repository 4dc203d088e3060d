import { collationOf, type Row, type Value } from '../../core/index.js';
import type { AggregateCall } from '../../sql/planner/index.js';
import type { Evaluate, Test } from '../expressions/index.js';
import { PairTable, TupleTable } from '../hashing/index.js';
import { ENTRY_BYTES } from '../keys.js';
import { type Holding, rowBytes } from '../memory.js';
import type { StateColumn } from './state-column.js';
import type { Stepper } from './stepper.js';

/** DISTINCT: a list of arguments counts once in each group, as they are before any conversion. */
export class DistinctColumn implements StateColumn {
  readonly #states: unknown[] = [];
  /** The lists of all groups. */
  readonly #lists: TupleTable;
  /** Which group met which list; the first group of all needs none while it is the only one. */
  readonly #met = new PairTable();

  constructor(
    call: AggregateCall,
    private readonly args: readonly Evaluate[],
    private readonly stepper: Stepper,
    private readonly passes: Test | undefined,
    /** There are no others: of a list that is new, the group is new to it too. */
    private readonly isOnlyGroup: boolean,
  ) {
    this.#lists = new TupleTable(call.args.map(() => collationOf(call.collation)));
  }

  start(): void {
    this.#states.push(this.stepper.start());
  }

  step(group: number, row: Row, holding: Holding): boolean {
    if (this.passes?.(row) === false) return false;
    const values = this.args.map((arg) => arg(row));
    if (!this.#isNew(group, values)) return false;
    holding.add(ENTRY_BYTES + rowBytes(values));
    return this.stepper.step(this.#states[group], values);
  }

  finish(group: number): Value {
    return this.stepper.finish(this.#states[group]);
  }

  #isNew(group: number, values: readonly Value[]): boolean {
    const lists = this.#lists.size;
    const list = this.#lists.add(values);
    if (this.isOnlyGroup) return list === lists;
    const before = this.#met.size;
    return this.#met.add(group, list) === before;
  }
}
