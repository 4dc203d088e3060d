import { type Collation, compareValues, type Row, type Value } from '../../core/index.js';
import type { Evaluate, Test } from '../expressions/index.js';
import type { StateColumn } from './state-column.js';

/** `min` and `max`: the best value of each group so far, null before there is one. The first of equal values stays. */
export class ExtremumColumn implements StateColumn {
  readonly best: Value[] = [];

  constructor(
    /** 1: the greatest; -1: the least. */
    readonly sign: 1 | -1,
    private readonly collation: Collation,
    private readonly argument: Evaluate,
    private readonly passes: Test | undefined,
  ) {}

  start(): void {
    this.best.push(null);
  }

  step(group: number, row: Row): boolean {
    return this.passes?.(row) !== false && this.add(group, this.argument(row));
  }

  /** True where the value is the new best. */
  add(group: number, value: Value): boolean {
    if (value === null) return false;
    const best = this.best[group] as Value; // every group was started
    if (best !== null && compareValues(value, best, this.collation) * this.sign <= 0) return false;
    this.best[group] = value;
    return true;
  }

  finish(group: number): Value {
    return this.best[group] as Value; // as above
  }
}
