import type { Row } from '../../core/index.js';
import type { Test } from '../expressions/index.js';
import { type FilterKernel, Warming } from '../generate/index.js';
import type { Run } from '../run.js';
import { type Batch, eachRow, type Operator, Pending, type Stream } from '../stream.js';

/** Rows for which the predicate is true. `generate` makes the test for many rows; absent where it holds a subquery. */
export function filter(
  input: Operator,
  test: Test,
  generate: (() => FilterKernel | undefined) | undefined,
  run: Run,
): Operator {
  const kernel = generate && new Warming<FilterKernel>((rows, kept) => keep(rows, test, kept), generate, run.warmRows);
  return {
    columns: input.columns,
    open: () => passing(input, test, kernel, run),
  };
}

function* passing(input: Operator, test: Test, kernel: Warming<FilterKernel> | undefined, run: Run): Stream {
  for (const item of input.open()) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    const kept: Row[] = [];
    if (kernel) kernel.take(item.length)(item, kept);
    else yield* eachRow(item, (row) => void (test(row) && kept.push(row)));
    if (kept.length > 0) yield kept;
    if (run.pauseDue()) yield run.pause();
  }
}

function keep(rows: Batch, test: Test, kept: Row[]): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as Row; // within bounds
    if (test(row)) kept.push(row);
  }
}
