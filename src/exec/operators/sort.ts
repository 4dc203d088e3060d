import type { Row, Value } from '../../core/index.js';
import type { Sort } from '../../sql/planner/index.js';
import type { Evaluate, ExprScope } from '../expressions/index.js';
import { Heap } from '../heap.js';
import { type Holding, rowBytes } from '../memory.js';
import { type CompareKeys, keyComparator } from '../ordering.js';
import { rowLimit } from '../row-limit.js';
import type { Run } from '../run.js';
import { BATCH_ROWS, type Operator, Pending, settled, type Stream, type Task } from '../stream.js';

/** Most rows sorted without a look at the clock: tens of milliseconds. */
const RUN_ROWS = 32_768;
/** A heap pays where it keeps far fewer rows than it sees. */
const MAX_HEAP_ROWS = 100_000;

interface Entry {
  readonly row: Row;
  readonly keys: readonly Value[];
  /** Place in the input: rows that compare equal stay in order. */
  readonly at: number;
}

/** Stable; with a limit only as many rows are kept as it asks for. */
export function sort(plan: Sort, input: Operator, scope: ExprScope): Operator {
  const { run } = scope;
  const keys = plan.terms.map((term) => scope.value(term.expr));
  const compareKeys = keyComparator(plan.terms);
  const limit = plan.limit && scope.value(plan.limit);
  return {
    columns: input.columns,
    *open(): Stream {
      const most = limit ? limitOf(yield* settled(() => limit([]))) : Number.POSITIVE_INFINITY;
      if (most === 0) return;
      const holding = run.memory.hold('sort');
      try {
        const rows = most <= MAX_HEAP_ROWS ? yield* topRows(input.open(), keys, compareKeys, most, holding, run) : yield* allSorted(input.open(), keys, compareKeys, holding, run);
        for (let at = 0; at < rows.length; at += BATCH_ROWS) yield rows.slice(at, at + BATCH_ROWS);
      } finally {
        holding.release();
      }
    },
  };
}

/** The Limit above says so where a limit is none. */
function limitOf(value: Value): number {
  try {
    return rowLimit(value);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function* allSorted(stream: Stream, keys: readonly Evaluate[], compareKeys: CompareKeys, holding: Holding, run: Run): Task<Row[]> {
  const entries: Entry[] = [];
  for (const item of stream) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    for (const row of item) entries.push(entryOf(row, keys, entries.length));
    holding.addRows(item);
    holding.add(item.length * (40 + 8 * keys.length));
    if (run.pauseDue()) yield run.pause();
  }
  const ordered = yield* sorted(entries, (a, b) => compareKeys(a.keys, b.keys), run);
  return ordered.map((entry) => entry.row);
}

const entryOf = (row: Row, keys: readonly Evaluate[], at: number): Entry => ({ row, keys: keys.map((key) => key(row)), at });

/** A stable sort that gives way to the event loop: sorted runs, merged. */
export function* sorted<T>(items: T[], compare: (a: T, b: T) => number, run: Run): Task<T[]> {
  if (items.length <= RUN_ROWS) return items.sort(compare);
  let runs: T[][] = [];
  for (let at = 0; at < items.length; at += RUN_ROWS) {
    runs.push(items.slice(at, at + RUN_ROWS).sort(compare));
    if (run.pauseDue()) yield run.pause();
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [a = [], b] = [runs[i], runs[i + 1]];
      merged.push(b ? yield* merge(a, b, compare, run) : a);
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<T>(a: readonly T[], b: readonly T[], compare: (x: T, y: T) => number, run: Run): Task<T[]> {
  const merged: T[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (merged.length % RUN_ROWS === 0 && run.pauseDue()) yield run.pause();
    merged.push(compare(a[i] as T, b[j] as T) <= 0 ? (a[i++] as T) : (b[j++] as T)); // within bounds
  }
  for (; i < a.length; i++) merged.push(a[i] as T); // within bounds
  for (; j < b.length; j++) merged.push(b[j] as T); // within bounds
  return merged;
}

/** The first `most` rows of the order, by a heap whose top is the last of those kept. */
function* topRows(stream: Stream, keys: readonly Evaluate[], compareKeys: CompareKeys, most: number, holding: Holding, run: Run): Task<Row[]> {
  const compare = (a: Entry, b: Entry): number => compareKeys(a.keys, b.keys) || a.at - b.at;
  const heap = new Heap<Entry>((a, b) => compare(b, a));
  let at = 0;
  for (const item of stream) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    for (const row of item) {
      const entry = entryOf(row, keys, at++);
      if (heap.size < most) {
        holding.add(rowBytes(row) + 40);
        heap.push(entry);
      } else if (compare(entry, heap.top as Entry) < 0) heap.replaceTop(entry); // most > 0: the heap has a top
    }
    if (run.pauseDue()) yield run.pause();
  }
  return [...heap.items()].sort(compare).map((entry) => entry.row);
}
