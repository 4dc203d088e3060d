import type { Row } from '../../core/index.js';
import type { StoredScan } from '../../sql/planner/index.js';
import { tableIn } from '../../store/index.js';
import type { ExprScope } from '../expressions/index.js';
import { rowLimit } from '../row-limit.js';
import { type Operator, type Stream, settled } from '../stream.js';
import { picker } from './project.js';

/** Rows of a stored table as it was when the run first read the database. */
export function storedScan(plan: StoredScan, scope: ExprScope): Operator {
  const { run } = scope;
  const pick = picker(plan.sources);
  const limit = plan.limit && scope.value(plan.limit);
  return {
    columns: plan.columns,
    *open(): Stream {
      let left = limit ? rowLimit(yield* settled(() => limit([]))) : Number.POSITIVE_INFINITY;
      const table = tableIn(run.view(), plan.table);
      for (const rows of table.rows.batches(undefined, undefined, plan.descending)) {
        if (left <= 0) return;
        const wanted: readonly Row[] = rows.length > left ? rows.slice(0, left) : rows;
        left -= wanted.length;
        if (wanted.length > 0) yield wanted.map(pick);
        if (run.pauseDue()) yield run.pause();
      }
    },
  };
}
