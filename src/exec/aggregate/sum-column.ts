import type { Row, Value } from '../../core/index.js';
import type { Accumulator, Sum } from '../../sql/functions/index.js';
import type { Evaluate, Test } from '../expressions/index.js';
import { grown } from '../hashing/index.js';
import type { StateColumn } from './state-column.js';

/** `sum`, `avg`, `total`: two numbers for each group while there is nothing but small integers, then whole {@link Sum}s. */
export class SumColumn implements StateColumn {
  counts = new Float64Array(1);
  wholes = new Float64Array(1);
  #groups = 0;
  /** No value yet that was no integer, and no sum beyond 2^53. */
  isWhole = true;
  readonly #sums: (Sum | undefined)[] = [];
  /** What `finish` reads groups of integers from. */
  #scratch: Sum | undefined;

  constructor(
    private readonly accumulator: Accumulator<Sum>,
    private readonly argument: Evaluate,
    private readonly passes: Test | undefined,
  ) {}

  start(): void {
    if (this.#groups++ < this.counts.length) return;
    this.counts = grown(this.counts);
    this.wholes = grown(this.wholes);
  }

  step(group: number, row: Row): boolean {
    if (this.passes?.(row) !== false) this.add(group, this.argument(row));
    return false;
  }

  add(group: number, value: Value): void {
    if (value === null) return;
    if (this.isWhole && typeof value === 'number') {
      const whole = (this.wholes[group] as number) + value; // every group was started
      if (Number.isSafeInteger(value) && Number.isSafeInteger(whole)) {
        this.wholes[group] = whole;
        (this.counts[group] as number)++; // as above
        return;
      }
    }
    this.isWhole = false;
    this.accumulator.step(this.#sumOf(group), value);
  }

  finish(group: number): Value {
    const sum = this.#sums[group];
    if (sum) return this.accumulator.finish(sum);
    this.#scratch ??= this.accumulator.start();
    return this.accumulator.finish(this.#filled(this.#scratch, group));
  }

  #sumOf(group: number): Sum {
    let sum = this.#sums[group];
    if (!sum) {
      sum = this.#filled(this.accumulator.start(), group);
      this.#sums[group] = sum;
    }
    return sum;
  }

  #filled(sum: Sum, group: number): Sum {
    sum.count = this.counts[group] as number; // every group was started
    sum.whole = this.wholes[group] as number; // as above
    return sum;
  }
}
