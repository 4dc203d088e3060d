import type { Row } from '../../core/index.js';
import type { Column } from '../../sql/planner/index.js';
import type { Evaluate } from '../expressions/index.js';
import { BATCH_ROWS, type Operator, type Stream, settled } from '../stream.js';

/** Rows written in the query. */
export function values(rows: readonly (readonly Evaluate[])[], columns: readonly Column[]): Operator {
  return {
    columns,
    open: () => written(rows),
  };
}

function* written(rows: readonly (readonly Evaluate[])[]): Stream {
  for (let at = 0; at < rows.length; at += BATCH_ROWS) {
    const batch: Row[] = [];
    for (const row of rows.slice(at, at + BATCH_ROWS)) batch.push(yield* settled(() => row.map((value) => value([]))));
    yield batch;
  }
}
