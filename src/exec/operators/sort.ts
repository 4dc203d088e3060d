import type { Row, Value } from '../../core/index.js';
import type { Sort } from '../../sql/planner/index.js';
import type { Evaluate, ExprScope } from '../expressions/index.js';
import { Heap } from '../heap.js';
import { allRows } from '../materialise.js';
import { type Holding, rowBytes } from '../memory.js';
import { keyComparator, termComparator } from '../ordering.js';
import { rowLimit } from '../row-limit.js';
import type { Run } from '../run.js';
import { sortedBy } from '../sorting/index.js';
import { BATCH_ROWS, type Operator, Pending, type Stream, settled, type Task } from '../stream.js';

/** A heap pays where it keeps far fewer rows than it sees. */
const MAX_HEAP_ROWS = 100_000;

/** Stable; with a limit only as many rows are kept as it asks for. */
export function sort(plan: Sort, input: Operator, scope: ExprScope): Operator {
  const { run } = scope;
  const keys = plan.terms.map((term) => scope.value(term.expr));
  const limit = plan.limit && scope.value(plan.limit);
  return {
    columns: input.columns,
    open: () => sorted(plan, input, keys, limit, run),
  };
}

function* sorted(
  plan: Sort,
  input: Operator,
  keys: readonly Evaluate[],
  limit: Evaluate | undefined,
  run: Run,
): Stream {
  const most = limit ? limitOf(yield* settled(() => limit([]))) : Number.POSITIVE_INFINITY;
  if (most === 0) return;
  const holding = run.memory.hold('sort');
  try {
    const rows =
      most <= MAX_HEAP_ROWS
        ? yield* topRows(plan, input.open(), keys, most, holding, run)
        : yield* allSorted(plan, input.open(), keys, holding, run);
    for (let at = 0; at < rows.length; at += BATCH_ROWS) yield rows.slice(at, at + BATCH_ROWS);
  } finally {
    holding.release();
  }
}

/** The Limit above says so where a limit is none. */
function limitOf(value: Value): number {
  try {
    return rowLimit(value);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function* allSorted(plan: Sort, stream: Stream, keys: readonly Evaluate[], holding: Holding, run: Run): Task<Row[]> {
  const rows = yield* allRows(stream, holding);
  holding.add(rows.length * (16 + 16 * keys.length));
  return yield* sortedBy(rows, plan.terms, (row, term) => (keys[term] as Evaluate)(row), run); // one key per term
}

interface Entry {
  readonly row: Row;
  readonly keys: readonly Value[];
  /** Place in the input: rows that compare equal stay in order. */
  readonly at: number;
}

/** The first `most` rows of the order, by a heap whose top is the last of those kept. */
function* topRows(
  plan: Sort,
  stream: Stream,
  keys: readonly Evaluate[],
  most: number,
  holding: Holding,
  run: Run,
): Task<Row[]> {
  const comparators = plan.terms.map(termComparator);
  const compareKeys = keyComparator(plan.terms);
  const compare = (a: Entry, b: Entry): number => compareKeys(a.keys, b.keys) || a.at - b.at;
  const heap = new Heap<Entry>((a, b) => compare(b, a));
  let at = 0;
  for (const item of stream) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    for (const row of item) {
      at++;
      const top = heap.size < most ? undefined : heap.top;
      if (top && !comesBefore(row, top, keys, comparators)) continue;
      const entry: Entry = { row, keys: keys.map((key) => key(row)), at };
      if (top) heap.replaceTop(entry);
      else {
        holding.add(rowBytes(row) + 40);
        heap.push(entry);
      }
    }
    if (run.pauseDue()) yield run.pause();
  }
  return [...heap.items()].sort(compare).map((entry) => entry.row);
}

/** Most rows are turned away by their first key, without keeping any. */
function comesBefore(
  row: Row,
  top: Entry,
  keys: readonly Evaluate[],
  comparators: readonly ((a: Value, b: Value) => number)[],
): boolean {
  for (let i = 0; i < keys.length; i++) {
    const order = (comparators[i] as (a: Value, b: Value) => number)((keys[i] as Evaluate)(row), top.keys[i] as Value); // one of each per term
    if (order !== 0) return order < 0;
  }
  return false;
}
