import type { Row, Value } from '../../core/index.js';
import type { Evaluate, Test } from '../expressions/index.js';
import { grown } from '../hashing/index.js';
import type { StateColumn } from './state-column.js';

/** `count(*)` and `count(x)`: a number for each group. */
export class CountColumn implements StateColumn {
  counts = new Float64Array(1);
  #groups = 0;

  constructor(
    private readonly argument: Evaluate | undefined,
    private readonly passes: Test | undefined,
  ) {}

  start(): void {
    if (this.#groups++ === this.counts.length) this.counts = grown(this.counts);
  }

  step(group: number, row: Row): boolean {
    if (this.passes?.(row) === false || this.argument?.(row) === null) return false;
    (this.counts[group] as number)++; // every group was started
    return false;
  }

  finish(group: number): Value {
    return this.counts[group] as number; // as above
  }
}
