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
/** Places for a value: in its portion and in the column. */
const PLACE_BYTES = 16;
/** Rows of a portion, at least: a long array that grows is copied, and looked through by the garbage collector, each time. */
const PORTION_ROWS = 4096;

/** Values of some rows, column by column. */
type Portion = readonly unknown[][];

/** What was kept of the rows so far. */
export class Gathered {
  readonly #portions: Portion[] = [];
  /** The last of them, and its first row. */
  #open: Portion;
  #openStart = 0;
  #size = 0;
  /** All values of a column in one, once somebody asked. */
  readonly #columns: (readonly unknown[] | undefined)[] = [];
  #nextSample = 0;
  #random = 1;

  /** @param rowSlot the column that holds the rows themselves; -1: there is none */
  constructor(
    private readonly kernel: Warming<GatherKernel>,
    private readonly rowSlot: number,
    private readonly width: number,
    private readonly holding: Holding,
  ) {
    this.#open = this.#begin();
  }

  get size(): number {
    return this.#size;
  }

  values(slot: number): readonly Value[] {
    return this.#column(slot) as readonly Value[]; // what the slot was asked for
  }
  /** The rows themselves. */
  get rows(): Batch {
    return this.#column(this.rowSlot) as readonly Row[]; // as above
  }

  *take(rows: Batch): Task<void> {
    if (this.#size - this.#openStart >= PORTION_ROWS) this.#open = this.#begin();
    const portion = this.#open;
    const size = this.#size - this.#openStart;
    yield* settled(() => {
      // Some of it may be there from before a subquery had to wait.
      for (const column of portion) if (column.length > size) column.length = size;
      this.kernel.take(rows.length)(rows, portion as unknown[][]); // this one may grow
    });
    this.#size += rows.length;
    this.#columns.length = 0;
    this.holding.add(rows.length * PLACE_BYTES * portion.length + this.#contentBytes());
  }

  /** Only the items of `order` stay, in this order. */
  keep(order: Uint32Array): void {
    const kept = Array.from({ length: this.width }, (_, slot) => inOrder(this.#column(slot), order));
    this.holding.release();
    this.#portions.length = 0;
    this.#portions.push(kept);
    this.#open = kept;
    this.#openStart = 0;
    this.#size = order.length;
    this.#columns.length = 0;
    this.#nextSample = 0;
    this.holding.add(order.length * PLACE_BYTES * this.width + this.#contentBytes());
  }

  #begin(): Portion {
    const portion = Array.from({ length: this.width }, (): unknown[] => []);
    this.#portions.push(portion);
    this.#openStart = this.#size;
    return portion;
  }

  #column(slot: number): readonly unknown[] {
    let column = this.#columns[slot];
    if (!column) {
      column = this.#portions.length === 1 ? (this.#open[slot] as unknown[]) : this.#joined(slot); // within bounds
      this.#columns[slot] = column;
    }
    return column;
  }

  #joined(slot: number): unknown[] {
    const joined: unknown[] = new Array(this.#size);
    let to = 0;
    for (const portion of this.#portions) {
      const values = portion[slot] as unknown[]; // within bounds
      for (let at = 0; at < values.length; at++) joined[to++] = values[at];
    }
    return joined;
  }

  /** What values of rows that were not looked at yet take beside their places, as a random sample of them tells. */
  #contentBytes(): number {
    let bytes = 0;
    while (this.#nextSample < this.#size) {
      const at = this.#nextSample;
      this.#random = (Math.imul(this.#random, 1664525) + 1013904223) >>> 0;
      const step = at < MEASURED_ROWS ? 1 : 1 + Math.floor((this.#random / 2 ** 32) * (2 * SAMPLED_ROWS - 1));
      bytes += this.#bytesOf(at - this.#openStart) * (at < MEASURED_ROWS ? 1 : SAMPLED_ROWS);
      this.#nextSample += step;
    }
    return bytes;
  }

  /** @param at a row of the open portion: the sample never goes back further */
  #bytesOf(at: number): number {
    let bytes = this.rowSlot < 0 ? 0 : rowBytes(this.#open[this.rowSlot]?.[at] as Row); // rows are there
    for (let slot = 0; slot < this.width; slot++) {
      if (slot === this.rowSlot) continue;
      const value = this.#open[slot]?.[at] as Value; // within bounds
      if (typeof value === 'string') bytes += 16 + value.length;
      else if (typeof value !== 'number' && value !== null) bytes += rowBytes([value]) - EMPTY_BYTES;
    }
    return bytes;
  }
}

const EMPTY_BYTES = rowBytes([null]);
