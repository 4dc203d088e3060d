import type { Row, Value } from '../../core/index.js';
import type { Column } from '../../sql/planner/index.js';
import type { Evaluate } from '../expressions/index.js';
import { BATCH_ROWS, type Operator, type Stream, Suspended, settled } from '../stream.js';

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
    const end = Math.min(at + BATCH_ROWS, rows.length);
    for (let i = at; i < end; i++) {
      const row = rows[i] as readonly Evaluate[]; // within bounds
      try {
        batch.push(row.map(valueOf));
      } catch (thrown) {
        if (!(thrown instanceof Suspended)) throw thrown;
        yield* thrown.task;
        batch.push(yield* settled(() => row.map(valueOf)));
      }
    }
    yield batch;
  }
}

const NO_ROW: Row = [];
const valueOf = (value: Evaluate): Value => value(NO_ROW);
