import { Bug, type Row, type Value } from '../../core/index.js';
import type { FunctionScan } from '../../sql/planner/index.js';
import { anySubquery } from '../dependencies.js';
import type { Evaluate, ExprScope } from '../expressions/index.js';
import type { Run } from '../run.js';
import { BATCH_ROWS, type Operator, type Stream, settled } from '../stream.js';

/** Rows in the first batch; later ones grow, so that a query that needs few rows makes few. */
const FIRST_ROWS = 4;
const GROWTH = 4;
const NO_ROW: Row = [];

type Read = (subject: never) => Value;

/** A call of a table-valued function, made each time it is opened with the arguments as they are then. */
export class FunctionCall implements Operator {
  readonly #args: readonly (Evaluate | undefined)[];
  readonly #bounds: readonly { readonly op: 'min' | 'max'; readonly value: Evaluate }[];
  readonly #reads: readonly Read[];
  /** An argument holds a subquery. */
  readonly mayWait: boolean;

  constructor(
    private readonly plan: FunctionScan,
    scope: ExprScope,
    private readonly run: Run,
  ) {
    this.#args = plan.args.map((arg) => arg && scope.value(arg));
    this.#bounds = plan.bounds.map(({ op, expr }) => ({ op, value: scope.value(expr) }));
    this.mayWait = anySubquery([...plan.args, ...plan.bounds.map((bound) => bound.expr)]);
    this.#reads = plan.sources.map((name) => readerOf(plan, name));
  }

  get columns(): FunctionScan['columns'] {
    return this.plan.columns;
  }

  /** What the rows are read off. May be suspended where an argument holds a subquery that has to wait. */
  subjects(): Iterable<unknown> {
    const args = this.#args.map((arg) => arg?.(NO_ROW));
    if (this.#bounds.length === 0) return this.plan.fn.open(args, {});
    const bounds: { min?: Value; max?: Value } = {};
    // Of several bounds any will do: the query checks them all.
    for (const { op, value } of this.#bounds) bounds[op] = value(NO_ROW);
    return this.plan.fn.open(args, bounds);
  }

  /** Puts the subject's columns into the row, from this place on. */
  read(subject: unknown, row: Row, at: number): void {
    const reads = this.#reads;
    for (let i = 0; i < reads.length; i++) row[at + i] = (reads[i] as Read)(subject as never); // within bounds; specs erase the subject's type
  }

  *open(): Stream {
    const ticker = this.run.ticker();
    const width = this.#reads.length;
    let size = FIRST_ROWS;
    let batch: Row[] = [];
    for (const subject of yield* settled(() => this.subjects())) {
      const row: Row = new Array(width);
      this.read(subject, row, 0);
      batch.push(row);
      const isDue = ticker.due();
      if (batch.length < size && !isDue) continue;
      yield batch;
      batch = [];
      size = Math.min(size * GROWTH, BATCH_ROWS);
      if (isDue) yield this.run.pause();
    }
    if (batch.length > 0) yield batch;
  }
}

function readerOf(plan: FunctionScan, name: string): Read {
  const column = plan.fn.columns.find((candidate) => candidate.name === name);
  if (!column) throw new Bug(`${plan.fn.name} has no column ${name}`);
  return column.read;
}
