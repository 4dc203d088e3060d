import type { Row, Value } from '../../core/index.js';
import type { Accumulator } from '../../sql/functions/index.js';
import type { AggregateCall } from '../../sql/planner/index.js';
import { argType, argumentConversion, type ExprScope, functionEnv } from '../expressions/index.js';

/** Bound when the first group starts: what a function refuses, it refuses when rows come. */
export function lazyAccumulator(call: AggregateCall, scope: ExprScope): () => Accumulator {
  let accumulator: Accumulator | undefined;
  return () => {
    accumulator ??= call.fn.bind(functionEnv(call, scope));
    return accumulator;
  };
}

/** An aggregate function over lists of values, each converted as it declares. */
export class Stepper {
  readonly #converters: readonly (ReturnType<typeof argumentConversion> | undefined)[];

  constructor(
    call: AggregateCall,
    private readonly accumulator: () => Accumulator,
  ) {
    this.#converters = call.args.map((_, index) => argumentConversion(argType(call.fn.args, index)));
  }

  start(): unknown {
    return this.accumulator().start();
  }

  /** True when this is the new extremum. */
  step(state: unknown, values: Row): boolean {
    const args = values.map((value, index) => (value === null ? null : (this.#converters[index]?.(value) ?? value)));
    return this.accumulator().step(state, ...args) === true;
  }

  finish(state: unknown): Value {
    return this.accumulator().finish(state);
  }
}
