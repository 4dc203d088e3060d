import type { Column } from '../../sql/planner/index.js';
import type { WorkingRow } from '../run.js';
import type { Operator, Stream } from '../stream.js';

/** The row that a recursion is at. */
export function working(current: WorkingRow, columns: readonly Column[]): Operator {
  return {
    columns,
    open: () => currentRow(current),
  };
}

function* currentRow(current: WorkingRow): Stream {
  if (current.row) yield [current.row];
}
