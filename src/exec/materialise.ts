import type { Row } from '../core/index.js';
import type { Column } from '../sql/planner/index.js';
import type { Holding } from './memory.js';
import type { Run } from './run.js';
import { type Batch, type Operator, Pending, type Stream, type Task } from './stream.js';

/** Kept rows that could be computed again take no more than this part of the memory budget. */
const OPTIONAL_SHARE = 0.25;

/**
 * Rows computed once and read any number of times, pulled from their source only as far as some reader went. Where they
 * are `optional` (keeping them only saves work) and become too many while one reader is at it, they are let go, and
 * later readers run the source anew.
 */
export class Kept implements Operator {
  readonly #batches: Batch[] = [];
  readonly #holding: Holding;
  #source: Stream | undefined;
  #state: 'filling' | 'full' | 'given-up' = 'filling';
  #failure: { readonly error: unknown } | undefined;
  #readers = 0;

  constructor(
    private readonly run: Run,
    private readonly operator: Operator,
    name: string,
    private readonly optional: boolean,
  ) {
    this.#holding = run.memory.hold(name);
  }

  get columns(): readonly Column[] {
    return this.operator.columns;
  }

  /** The rows are too many to keep: each opening runs the source. */
  get hasGivenUp(): boolean {
    return this.#state === 'given-up';
  }

  *open(): Stream {
    if (this.#state === 'given-up') return yield* this.operator.open();
    this.#readers++;
    try {
      yield* this.#read();
    } finally {
      this.#readers--;
    }
  }

  *#read(): Stream {
    for (let at = 0; ; ) {
      const batch = this.#batches[at];
      if (batch) {
        at++;
        yield batch;
      } else if (this.#state === 'full') return;
      else {
        const item = this.#pull();
        if (item instanceof Pending) yield item;
        else if (item && !this.#keep(item)) {
          yield item;
          return yield* this.#rest();
        }
      }
    }
  }

  /** The next item of the source; undefined at its end. */
  #pull(): Batch | Pending | undefined {
    if (this.#failure) throw this.#failure.error;
    try {
      if (!this.#source) {
        const source = this.operator.open();
        this.#source = source;
        this.run.onClose(() => source.return());
      }
      const step = this.#source.next();
      if (!step.done) return step.value;
      if (this.#state === 'filling') this.#state = 'full';
      return undefined;
    } catch (error) {
      // A generator that threw is at its end: the next reader must not take what is there for all there is.
      this.#failure = { error };
      throw error;
    }
  }

  /** False: not kept, and nothing will be. */
  #keep(batch: Batch): boolean {
    if (this.optional && this.#readers === 1 && this.#holding.bytes > this.run.memory.limitBytes * OPTIONAL_SHARE) {
      this.#state = 'given-up';
      this.#batches.length = 0;
      this.#holding.release();
      return false;
    }
    this.#holding.addRows(batch);
    this.#batches.push(batch);
    return true;
  }

  *#rest(): Stream {
    for (let item = this.#pull(); item; item = this.#pull()) yield item;
  }
}

/** All rows of a stream at once, counted in `holding`. */
export function* allRows(stream: Stream, holding: Holding): Task<Row[]> {
  const rows: Row[] = [];
  for (const item of stream) {
    if (item instanceof Pending) yield item;
    else {
      holding.addRows(item);
      for (const row of item) rows.push(row);
    }
  }
  return rows;
}
