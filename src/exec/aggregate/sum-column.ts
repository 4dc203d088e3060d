import { Real, type Row, type Value } from '../../core/index.js';
import { type Accumulator, lostIn, type Sum } from '../../sql/functions/index.js';
import type { Evaluate, Test } from '../expressions/index.js';
import { grown } from '../hashing/index.js';
import type { StateColumn } from './state-column.js';

/**
 * `sum`, `avg`, `total`: a few numbers for each group, and a whole {@link Sum} once a value comes that is no finite number
 * of 64 bits, or the integers' sum leaves 2^53.
 */
export class SumColumn implements StateColumn {
  counts = new Float64Array(1);
  wholes = new Float64Array(1);
  /** Nothing but integers yet, and no {@link Sum}. */
  isWhole = true;
  #reals: Reals | undefined;
  #groups = 0;
  readonly #sums: (Sum | undefined)[] = [];
  /** What `finish` reads groups of numbers from. */
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
    if (!this.#sums[group] && this.#addNumber(group, value))
      (this.counts[group] as number)++; // every group was started
    else {
      this.isWhole = false;
      this.accumulator.step(this.#sumOf(group), value);
    }
  }

  /** False for what numbers by group do not hold. */
  #addNumber(group: number, value: Value): boolean {
    if (Number.isSafeInteger(value)) {
      const whole = (this.wholes[group] as number) + (value as number); // every group was started; it is a safe integer
      if (!Number.isSafeInteger(whole)) return false;
      this.wholes[group] = whole;
      return true;
    }
    const real = value instanceof Real ? value.value : value;
    if (typeof real !== 'number' || !Number.isFinite(real)) return false;
    this.isWhole = false;
    this.#reals ??= new Reals();
    this.#reals.add(group, real);
    return true;
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
    this.#reals?.fill(sum, group);
    return sum;
  }
}

/** Compensated sums (Kahan, Babuska, Neumaier) by group, as {@link Sum} has them. */
class Reals {
  #counts = new Float64Array(1);
  #sums = new Float64Array(1);
  #lost = new Float64Array(1);

  add(group: number, value: number): void {
    while (group >= this.#counts.length) {
      this.#counts = grown(this.#counts);
      this.#sums = grown(this.#sums);
      this.#lost = grown(this.#lost);
    }
    const sum = this.#sums[group] as number; // there is room
    const next = sum + value;
    if (Number.isFinite(next)) (this.#lost[group] as number) += lostIn(next, sum, value); // as above
    this.#sums[group] = next;
    (this.#counts[group] as number)++; // as above
  }

  fill(sum: Sum, group: number): void {
    sum.reals = this.#counts[group] ?? 0;
    sum.isReal = sum.reals > 0;
    sum.real = this.#sums[group] ?? 0;
    sum.lost = this.#lost[group] ?? 0;
  }
}
