import type { Row } from '../../core/index.js';
import type { Test } from '../expressions/index.js';
import type { Run } from '../run.js';
import { type Batch, eachRow, type Operator, Pending, type Stream } from '../stream.js';

/** Rows for which the predicate is true. `mayWait`: it holds a subquery. */
export function filter(input: Operator, test: Test, mayWait: boolean, run: Run): Operator {
  return {
    columns: input.columns,
    *open(): Stream {
      for (const item of input.open()) {
        if (item instanceof Pending) {
          yield item;
          continue;
        }
        const kept: Row[] = [];
        if (mayWait) yield* eachRow(item, (row) => void (test(row) && kept.push(row)));
        else keep(item, test, kept);
        if (kept.length > 0) yield kept;
        if (run.pauseDue()) yield run.pause();
      }
    },
  };
}

function keep(rows: Batch, test: Test, kept: Row[]): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as Row; // within bounds
    if (test(row)) kept.push(row);
  }
}
