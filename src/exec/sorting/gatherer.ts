import type { Row, Value } from '../../core/index.js';
import type { Expr } from '../../sql/planner/index.js';
import type { ExprScope } from '../expressions/index.js';
import { type GatherKernel, gatherKernel } from '../generate/sort-kernels.js';
import { Warming } from '../generate/warming.js';
import { type Holding, rowBytes } from '../memory.js';
import { type Batch, settled, type Task } from '../stream.js';
import { inOrder } from './sorted-by.js';

/** What to keep of each row that comes: values of expressions, or the row itself. */
export class Gatherer {
  readonly #items: (Expr | 'row')[] = [];
  readonly #slots = new Map<number | 'row', number>();
  #kernel: Warming<GatherKernel> | undefined;

  constructor(private readonly scope: ExprScope) {}

  /** The column that will hold this; one column for all who ask for the same column of the input. */
  slot(item: Expr | 'row'): number {
    const key = item === 'row' ? item : item.kind === 'column' ? item.column.id : undefined;
    const known = key === undefined ? undefined : this.#slots.get(key);
    if (known !== undefined) return known;
    const slot = this.#items.push(item) - 1;
    if (key !== undefined) this.#slots.set(key, slot);
    return slot;
  }

  /** To be called when all slots are known. */
  open(holding: Holding): Gathered {
    const { scope } = this;
    const items = this.#items;
    this.#kernel ??= new Warming<GatherKernel>(
      byClosures(items, scope),
      () => gatherKernel(items, scope),
      scope.run.warmRows,
    );
    return new Gathered(this.#kernel, items.indexOf('row'), items.length, holding);
  }
}

function byClosures(items: readonly (Expr | 'row')[], scope: ExprScope): GatherKernel {
  const values = items.map((item) => (item === 'row' ? (row: Row) => row : scope.value(item)));
  return (rows, columns) => {
    for (let slot = 0; slot < values.length; slot++) {
      const value = values[slot] as (row: Row) => unknown; // within bounds, as below
      const column = columns[slot] as unknown[];
      for (let i = 0; i < rows.length; i++) column.push(value(rows[i] as Row));
    }
  };
}

/** Rows whose size is looked at before only some of them are. */
const MEASURED_ROWS = 1024;
/** Of so many rows one is looked at, on average. */
const SAMPLED_ROWS = 16;
/** A column's place for a value; columns that grow have some to spare. */
const PLACE_BYTES = 12;

/** What was kept of the rows so far, column by column. */
export class Gathered {
  readonly #columns: unknown[][];
  #size = 0;
  #nextSample = 0;
  #random = 1;

  /** @param rowSlot the column that holds the rows themselves; -1: there is none */
  constructor(
    private readonly kernel: Warming<GatherKernel>,
    private readonly rowSlot: number,
    width: number,
    private readonly holding: Holding,
  ) {
    this.#columns = Array.from({ length: width }, () => []);
  }

  get size(): number {
    return this.#size;
  }

  values(slot: number): readonly Value[] {
    return this.#columns[slot] as Value[]; // what the slot was asked for
  }
  /** The rows themselves. */
  get rows(): Batch {
    return this.#columns[this.rowSlot] as Row[]; // as above
  }

  *take(rows: Batch): Task<void> {
    const columns = this.#columns;
    yield* settled(() => {
      // Some of it may be there from before a subquery had to wait.
      for (const column of columns) if (column.length > this.#size) column.length = this.#size;
      this.kernel.take(rows.length)(rows, columns);
    });
    this.#size += rows.length;
    this.holding.add(rows.length * PLACE_BYTES * columns.length + this.#contentBytes());
  }

  /** Only the items of `order` stay, in this order. */
  keep(order: Uint32Array): void {
    for (const [slot, column] of this.#columns.entries()) this.#columns[slot] = inOrder(column, order);
    this.#size = order.length;
    this.holding.release();
    this.#nextSample = 0;
    this.holding.add(order.length * PLACE_BYTES * this.#columns.length + this.#contentBytes());
  }

  /** What values of rows that were not looked at yet take beside their places, as a random sample of them tells. */
  #contentBytes(): number {
    let bytes = 0;
    while (this.#nextSample < this.#size) {
      const at = this.#nextSample;
      this.#random = (Math.imul(this.#random, 1664525) + 1013904223) >>> 0;
      const step = at < MEASURED_ROWS ? 1 : 1 + Math.floor((this.#random / 2 ** 32) * (2 * SAMPLED_ROWS - 1));
      bytes += this.#bytesOf(at) * (at < MEASURED_ROWS ? 1 : SAMPLED_ROWS);
      this.#nextSample += step;
    }
    return bytes;
  }

  #bytesOf(at: number): number {
    let bytes = this.rowSlot < 0 ? 0 : rowBytes(this.#columns[this.rowSlot]?.[at] as Row); // rows are there
    for (let slot = 0; slot < this.#columns.length; slot++) {
      if (slot === this.rowSlot) continue;
      const value = this.#columns[slot]?.[at] as Value; // within bounds
      if (typeof value !== 'number' && value !== null) bytes += rowBytes([value]) - EMPTY_BYTES;
    }
    return bytes;
  }
}

const EMPTY_BYTES = rowBytes([null]);
