import type { Value } from '../../core/index.js';
import type { Accumulator } from '../../sql/functions/index.js';
import type { Holding } from '../memory.js';
import type { Run } from '../run.js';
import type { Task } from '../stream.js';
import type { Seen } from './functions.js';

/** Rows taken into or out of a frame between two looks at the clock. */
const STEP_ROWS = 4096;
/** Making so many characters, as a power of two, takes as long as taking in a row. */
const UNITS_PER_ROW = 6;

/** An aggregate over each row's frame. `passes`: by row, what FILTER says; undefined: all pass. */
export function* overFrames(
  accumulator: Accumulator,
  seen: Seen,
  passes: readonly boolean[] | undefined,
  holding: Holding,
  run: Run,
): Task<Value[]> {
  const sliding = new Sliding(accumulator, seen, passes);
  const results: Value[] = [];
  let worked = 0;
  for (let index = 0; index < seen.partition.size; index++) {
    const before = results.at(-1);
    const value = seen.frames.hasHoles ? sliding.anew(index) : sliding.moveTo(index);
    results.push(value);
    worked += sliding.takeWork() + 1;
    // Each row's text is one of its own, and may be as long as all before it together.
    if ((typeof value === 'string' || value instanceof Uint8Array) && value !== before) {
      holding.add(value.length);
      worked += value.length >> UNITS_PER_ROW;
    }
    if (worked < STEP_ROWS) continue;
    worked = 0;
    if (run.pauseDue()) yield run.pause();
  }
  return results;
}

/** The state of a frame that moves on with the rows: what enters is added, what leaves is taken back where that is possible. */
class Sliding {
  #state: unknown;
  #start = 0;
  #end = 0;
  #value: Value | undefined;
  #work = 0;

  constructor(
    private readonly accumulator: Accumulator,
    private readonly seen: Seen,
    private readonly passes: readonly boolean[] | undefined,
  ) {
    this.#state = accumulator.start();
  }

  /** Rows handled since the last time. */
  takeWork(): number {
    const work = this.#work;
    this.#work = 0;
    return work;
  }

  moveTo(index: number): Value {
    const { frames } = this.seen;
    const start = frames.start(index);
    const end = Math.max(start, frames.end(index));
    if (this.#value !== undefined && start === this.#start && end === this.#end) return this.#value;
    const movesOn = start >= this.#start && end >= this.#end;
    if (!movesOn || (start > this.#start && !this.accumulator.inverse)) {
      this.#state = this.accumulator.start();
      this.#start = start;
      this.#end = start;
    }
    // Rows that the frame jumps over are taken in and back too: a sum that met a REAL stays REAL, as in SQLite.
    for (; this.#end < Math.max(start, end); this.#end++) this.#step(this.#end);
    for (; this.#start < start; this.#start++) this.#takeBack(this.#start);
    this.#value = this.accumulator.finish(this.#state);
    return this.#value;
  }

  /** A frame with holes is computed by itself. */
  anew(index: number): Value {
    const { frames } = this.seen;
    const [start, end] = [frames.start(index), frames.end(index)];
    this.#state = this.accumulator.start();
    for (let other = start; other < end; other++) if (!frames.excludes(index, other)) this.#step(other);
    return this.accumulator.finish(this.#state);
  }

  #step(index: number): void {
    this.#work++;
    if (this.passes && !this.passes[index]) return;
    const { args } = this.seen;
    const [first] = args;
    if (first && args.length === 1)
      this.accumulator.step(this.#state, first[index] as Value); // a value for each row
    else this.accumulator.step(this.#state, ...this.#args(index));
  }

  #takeBack(index: number): void {
    this.#work++;
    if (this.passes && !this.passes[index]) return;
    this.accumulator.inverse?.(this.#state, ...this.#args(index));
  }

  #args(index: number): Value[] {
    return this.seen.args.map((arg) => arg[index] as Value); // as above
  }
}
