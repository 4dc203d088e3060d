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

/** An aggregate over each row's frame. `passes`: by place, what FILTER says; undefined: all pass. */
export function* overFrames(
  accumulator: Accumulator,
  seen: Seen,
  passes: readonly boolean[] | undefined,
  holding: Holding,
  run: Run,
): Task<Value[]> {
  const { partitions, size } = seen.places;
  const results: Value[] = new Array(size);
  let partition = -1;
  let sliding = new Sliding(accumulator, seen, passes, 0);
  let worked = 0;
  let before: Value = null;
  for (let place = 0; place < size; place++) {
    if (place === partitions[partition + 1]) {
      partition++;
      sliding = new Sliding(accumulator, seen, passes, place);
    }
    const value = seen.frames.excludes ? sliding.anew(place) : sliding.moveTo(place);
    results[place] = value;
    worked += sliding.takeWork() + 1;
    // Each row's text is one of its own, and may be as long as all before it together.
    if ((typeof value === 'string' || value instanceof Uint8Array) && value !== before) {
      holding.add(value.length);
      worked += value.length >> UNITS_PER_ROW;
    }
    before = value;
    if (worked < STEP_ROWS) continue;
    worked = 0;
    if (run.pauseDue()) yield run.pause();
  }
  return results;
}

/** The state of a frame that moves on with the rows: what enters is added, what leaves is taken back where that is possible. */
class Sliding {
  #state: unknown;
  #start: number;
  #end: number;
  #value: Value | undefined;
  #work = 0;

  /** @param first the partition's first place */
  constructor(
    private readonly accumulator: Accumulator,
    private readonly seen: Seen,
    private readonly passes: readonly boolean[] | undefined,
    first: number,
  ) {
    this.#state = accumulator.start();
    this.#start = first;
    this.#end = first;
  }

  /** Rows handled since the last time. */
  takeWork(): number {
    const work = this.#work;
    this.#work = 0;
    return work;
  }

  moveTo(place: number): Value {
    const { starts, ends } = this.seen.frames;
    const start = starts[place] as number; // within bounds, as below
    const end = Math.max(start, ends[place] as number);
    if (this.#value !== undefined && start === this.#start && end === this.#end) return this.#value;
    const movesOn = start >= this.#start && end >= this.#end;
    if (!movesOn || (start > this.#start && !this.accumulator.inverse)) {
      this.#state = this.accumulator.start();
      this.#start = start;
      this.#end = start;
    }
    // Rows that the frame jumps over are taken in and back too: a sum that met a REAL stays REAL, as in SQLite.
    for (; this.#end < end; this.#end++) this.#step(this.#end);
    for (; this.#start < start; this.#start++) this.#takeBack(this.#start);
    this.#value = this.accumulator.finish(this.#state);
    return this.#value;
  }

  /** A frame with holes is computed by itself. */
  anew(place: number): Value {
    const { starts, ends, excludes } = this.seen.frames;
    this.#state = this.accumulator.start();
    const end = ends[place] as number;
    for (let other = starts[place] as number; other < end; other++) if (!excludes?.(place, other)) this.#step(other);
    return this.accumulator.finish(this.#state);
  }

  #step(place: number): void {
    this.#work++;
    if (this.passes && !this.passes[place]) return;
    const { args } = this.seen;
    const [first] = args;
    if (first && args.length === 1)
      this.accumulator.step(this.#state, first[place] as Value); // a value for each row
    else this.accumulator.step(this.#state, ...this.#args(place));
  }

  #takeBack(place: number): void {
    this.#work++;
    if (this.passes && !this.passes[place]) return;
    const { args } = this.seen;
    const [first] = args;
    if (first && args.length === 1) this.accumulator.inverse?.(this.#state, first[place] as Value);
    else this.accumulator.inverse?.(this.#state, ...this.#args(place));
  }

  #args(place: number): Value[] {
    return this.seen.args.map((arg) => arg[place] as Value); // as above
  }
}
