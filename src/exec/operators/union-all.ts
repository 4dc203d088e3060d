import type { Column } from '../../sql/planner/index.js';
import type { Operator, Stream } from '../stream.js';

/** Inputs one after the other. */
export function unionAll(inputs: readonly Operator[], columns: readonly Column[]): Operator {
  return {
    columns,
    open: () => joined(inputs),
  };
}

function* joined(inputs: readonly Operator[]): Stream {
  for (const input of inputs) yield* input.open();
}
