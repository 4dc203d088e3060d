import type { Row, Value } from '../../core/index.js';
import type { Holding } from '../memory.js';
import type { Collector } from './collectors.js';
import type { StateColumn } from './state-column.js';

/** Any aggregate: an object for each group. */
export class ObjectColumn implements StateColumn {
  readonly #states: unknown[] = [];

  constructor(private readonly collector: Collector) {}

  start(): void {
    this.#states.push(this.collector.start());
  }

  step(group: number, row: Row, holding: Holding): boolean {
    return this.collector.step(this.#states[group], row, holding);
  }

  finish(group: number): Value {
    return this.collector.finish(this.#states[group]);
  }
}
