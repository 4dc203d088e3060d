import type { Evaluate } from '../expressions/index.js';
import { rowLimit, rowOffset } from '../row-limit.js';
import { type Operator, Pending, type Stream, settled } from '../stream.js';

/** Skips `offset` rows, hands on `limit`, and then pulls no more. */
export function limit(input: Operator, limitOf: Evaluate, offsetOf: Evaluate | undefined): Operator {
  return {
    columns: input.columns,
    open: () => limited(input, limitOf, offsetOf),
  };
}

function* limited(input: Operator, limitOf: Evaluate, offsetOf: Evaluate | undefined): Stream {
  let left = rowLimit(yield* settled(() => limitOf([])));
  let toSkip = offsetOf ? rowOffset(yield* settled(() => offsetOf([]))) : 0;
  if (left <= 0) return;
  for (const item of input.open()) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    const start = Math.min(toSkip, item.length);
    toSkip -= start;
    const rows = start > 0 || item.length > left ? item.slice(start, start + left) : item;
    left -= rows.length;
    if (rows.length > 0) yield rows;
    if (left <= 0) return;
  }
}
