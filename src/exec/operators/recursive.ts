import { collationOf, type Row, type Value } from '../../core/index.js';
import type { Recursive } from '../../sql/planner/index.js';
import type { ExprScope } from '../expressions/index.js';
import { TupleTable } from '../hashing/index.js';
import { ENTRY_BYTES } from '../keys.js';
import { type Holding, rowBytes } from '../memory.js';
import { keyComparator } from '../ordering.js';
import { FifoQueue, PriorityQueue, type RowQueue } from '../recursion/queues.js';
import type { RowStep } from '../recursion/row-step.js';
import { rowLimit, rowOffset } from '../row-limit.js';
import type { WorkingRow } from '../run.js';
import { BATCH_ROWS, eachRow, type Operator, Pending, type Stream, settled, type Task } from '../stream.js';

/** Rows in the first batch; an endless recursion under a LIMIT shall not go on long. */
const FIRST_ROWS = 16;
const GROWTH = 4;

/** What follows a row: by a function, or by opening an operator. */
export type Step = RowStep | Operator;

/** A recursive query: a queue of rows, each of which is put out and gives the steps something to go on (sql.md 2.18). */
export function recursive(plan: Recursive, seed: Operator, steps: readonly Step[], scope: ExprScope): Operator {
  return {
    columns: plan.columns,
    open: () => recursed(plan, seed, steps, scope),
  };
}

function* recursed(plan: Recursive, seed: Operator, steps: readonly Step[], scope: ExprScope): Stream {
  const { run } = scope;
  const limitOf = plan.limit && scope.value(plan.limit);
  const offsetOf = plan.offset && scope.value(plan.offset);
  let left = limitOf ? rowLimit(yield* settled(() => limitOf([]))) : Number.POSITIVE_INFINITY;
  let toSkip = offsetOf ? rowOffset(yield* settled(() => offsetOf([]))) : 0;
  const holding = run.memory.hold('recursion');
  const ticker = run.ticker();
  const recursion = new Recursion(plan, steps, run.workingRow(plan.id), scope, holding);
  try {
    if (left > 0) yield* recursion.fill(seed);
    let batch: Row[] = [];
    for (let size = FIRST_ROWS; left > 0; ) {
      const row = recursion.nextNow() ?? (yield* recursion.next());
      if (!row) break;
      if (toSkip > 0) toSkip--;
      else {
        batch.push(row);
        left--;
      }
      const isPauseDue = ticker.due();
      if (batch.length >= size || (isPauseDue && batch.length > 0)) {
        yield batch;
        batch = [];
        size = Math.min(size * GROWTH, BATCH_ROWS);
      }
      if (isPauseDue) yield run.pause();
    }
    if (batch.length > 0) yield batch;
  } finally {
    holding.release();
  }
}

/** The queue of one run of a recursion. */
class Recursion {
  readonly #queue: RowQueue;
  readonly #seen: TupleTable | undefined;
  readonly #isDirect: boolean;
  #current: Row | undefined;

  constructor(
    plan: Recursive,
    private readonly steps: readonly Step[],
    private readonly working: WorkingRow,
    scope: ExprScope,
    private readonly holding: Holding,
  ) {
    this.#isDirect = steps.every((step) => typeof step === 'function');
    const keys = plan.orderBy.map((term) => scope.value(term.expr));
    const keysOf = (row: Row): Value[] => keys.map((key) => key(row));
    this.#queue = keys.length > 0 ? new PriorityQueue(keysOf, keyComparator(plan.orderBy)) : new FifoQueue();
    const collations = plan.columns.map((column) => collationOf(column.collation));
    this.#seen = plan.distinct ? new TupleTable(collations) : undefined;
  }

  /** {@link next}, where every step is a function. */
  nextNow(): Row | undefined {
    if (!this.#isDirect) return undefined;
    if (this.#current) {
      for (const step of this.steps as readonly RowStep[]) {
        // as #isDirect says
        const row = step(this.#current);
        if (row) this.#append(row);
      }
    }
    return this.#take();
  }

  /** Runs the steps for the row taken last, then takes the next one; undefined: the queue is empty. */
  *next(): Task<Row | undefined> {
    if (this.#isDirect) return undefined;
    if (this.#current) {
      this.working.row = this.#current;
      this.working.step++;
      for (const step of this.steps) {
        if (typeof step !== 'function') yield* this.fill(step);
        else {
          const row = step(this.#current);
          if (row) this.#append(row);
        }
      }
    }
    return this.#take();
  }

  #take(): Row | undefined {
    this.#current = this.#queue.take();
    if (this.#current) this.holding.add(-rowBytes(this.#current));
    return this.#current;
  }

  *fill(from: Operator): Task<void> {
    for (const item of from.open()) {
      if (item instanceof Pending) {
        yield item;
        continue;
      }
      yield* eachRow(item, (row) => this.#append(row));
    }
  }

  #append(row: Row): void {
    const size = this.#seen?.size;
    if (this.#seen?.add(row) !== size) return;
    this.#queue.add(row);
    this.holding.addRow(row);
    if (this.#seen) this.holding.add(ENTRY_BYTES + rowBytes(row));
  }
}
