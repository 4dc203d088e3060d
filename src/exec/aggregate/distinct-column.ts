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
  /** The arguments of the row at hand. */
  readonly #list: Value[];
  /** The lists of all groups. */
  readonly #lists: TupleTable;
  /** Which group met which list. */
  readonly #met = new PairTable();

  constructor(
    call: AggregateCall,
    private readonly args: readonly Evaluate[],
    private readonly stepper: Stepper,
    private readonly passes: Test | undefined,
    /** There are no others: of a list that is new, the group is new to it too. */
    private readonly isOnlyGroup: boolean,
  ) {
    this.#list = new Array(args.length).fill(null);
    this.#lists = new TupleTable(call.args.map(() => collationOf(call.collation)));
  }

  start(): void {
    this.#states.push(this.stepper.start());
  }

  step(group: number, row: Row, holding: Holding): boolean {
    if (this.passes?.(row) === false) return false;
    for (let i = 0; i < this.args.length; i++) this.#list[i] = (this.args[i] as Evaluate)(row); // within bounds
    if (!this.#isNew(group)) return false;
    holding.add(ENTRY_BYTES + rowBytes(this.#list));
    return this.stepper.step(this.#states[group], this.#list);
  }

  finish(group: number): Value {
    return this.stepper.finish(this.#states[group]);
  }

  #isNew(group: number): boolean {
    const lists = this.#lists.size;
    const list = this.#lists.add(this.#list);
    if (this.isOnlyGroup) return list === lists;
    const before = this.#met.size;
    return this.#met.add(group, list) === before;
  }
}
