import type { Row, Value } from '../../core/index.js';
import { collationOf, type SortTerm, type Window, type WindowCall } from '../../sql/planner/index.js';
import { argType, argument, type Evaluate, type ExprScope, functionEnv } from '../expressions/index.js';
import type { Holding } from '../memory.js';
import { termComparator } from '../ordering.js';
import { orderOf } from '../sorting/index.js';
import { BATCH_ROWS, type Operator, Pending, type Stream, settled, type Task } from '../stream.js';
import { overFrames } from '../window/aggregates.js';
import { checkedOffset, type Frames, framesOf, type Offsets } from '../window/frames.js';
import { type Seen, windowFunction } from '../window/functions.js';
import { type OrderedRows, Partition } from '../window/partition.js';

/** The value of a call for every row of a partition. */
type Column = (partition: Partition, frames: Frames, holding: Holding) => Task<readonly Value[]>;

/** Sorts by partition and order, and adds a column for each call. */
export function window(plan: Window, input: Operator, scope: ExprScope): Operator {
  const partitionBy = plan.partitionBy.map(
    (expr): SortTerm => ({ expr, descending: false, nullsFirst: true, collation: collationOf(expr) }),
  );
  const terms = [...partitionBy, ...plan.orderBy];
  const keys = terms.map((term) => scope.value(term.expr));
  const windowing: Windowing = {
    plan,
    partitionBy,
    terms,
    keys,
    columns: plan.calls.map((call) => columnOf(call, scope)),
    width: input.columns.length,
    scope,
  };
  return {
    columns: [...input.columns, ...plan.calls.map((call) => call.column)],
    open: () => windowed(input, windowing),
  };
}

interface Windowing {
  readonly plan: Window;
  readonly partitionBy: readonly SortTerm[];
  /** Those of PARTITION BY, then those of ORDER BY, and what they compare. */
  readonly terms: readonly SortTerm[];
  readonly keys: readonly Evaluate[];
  readonly columns: readonly Column[];
  /** The input's rows may be wider than what it is asked for: results stand after all of it. */
  readonly width: number;
  readonly scope: ExprScope;
}

function* windowed(input: Operator, { plan, partitionBy, terms, keys, columns, width, scope }: Windowing): Stream {
  const holding = scope.run.memory.hold('window');
  try {
    const offsets = yield* offsetsOf(plan, scope);
    const rows = yield* gather(input.open(), holding, scope);
    const ordered = yield* inOrder(rows, keys, terms, holding, scope);
    const starts = partitionStarts(ordered, partitionBy);
    for (let at = 0; at + 1 < starts.length; at++) {
      const partition = new Partition(ordered, starts[at] as number, starts[at + 1] as number); // within bounds
      const frames = framesOf(plan.frame, offsets, partition, plan.orderBy, partitionBy.length);
      const results: (readonly Value[])[] = [];
      for (const column of columns) results.push(yield* column(partition, frames, holding));
      yield* joined(partition, results, width);
    }
  } finally {
    holding.release();
  }
}

function* offsetsOf({ frame }: Window, scope: ExprScope): Task<Offsets> {
  const found: { start: Value; end: Value } = { start: null, end: null };
  for (const side of ['start', 'end'] as const) {
    const { offset } = frame[side];
    if (!offset) continue;
    const value = scope.value(offset);
    found[side] = checkedOffset(yield* settled(() => value([])), frame.unit, side);
  }
  return found;
}

function* gather(stream: Stream, holding: Holding, { run }: ExprScope): Task<Row[]> {
  const rows: Row[] = [];
  for (const item of stream) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    for (let i = 0; i < item.length; i++) rows.push(item[i] as Row); // within bounds
    holding.addRows(item);
    if (run.pauseDue()) yield run.pause();
  }
  return rows;
}

const KEY_BYTES = 16;

/** The rows and their keys in the order of the terms, and where peers end. */
function* inOrder(
  rows: readonly Row[],
  keys: readonly Evaluate[],
  terms: readonly SortTerm[],
  holding: Holding,
  { run }: ExprScope,
): Task<OrderedRows> {
  holding.add(rows.length * KEY_BYTES * (keys.length + 1));
  const values = keys.map((key) => rows.map(key));
  const startsGroup = new Uint8Array(rows.length);
  if (keys.length === 0) return { rows, keys: [], startsGroup };
  const order = yield* orderOf(values, terms, rows.length, run);
  const sorted = values.map((column) => picked(column, order));
  for (const [index, term] of terms.entries()) markChanges(sorted[index] as Value[], term, startsGroup); // one per term
  return { rows: picked(rows, order), keys: sorted, startsGroup };
}

function picked<T>(items: readonly T[], order: Uint32Array): T[] {
  const result: T[] = new Array(items.length);
  for (let at = 0; at < order.length; at++) result[at] = items[order[at] as number] as T; // indices of items
  return result;
}

/** Marks each row whose value differs from the one before. */
function markChanges(values: readonly Value[], term: SortTerm, marks: Uint8Array): void {
  const compare = termComparator(term);
  for (let at = 1; at < values.length; at++) {
    const [before, here] = [values[at - 1] as Value, values[at] as Value]; // within bounds
    if (before !== here && compare(before, here) !== 0) marks[at] = 1;
  }
}

/** The first row of each partition; one more entry for the end. */
function partitionStarts({ rows, keys }: OrderedRows, partitionBy: readonly SortTerm[]): number[] {
  const marks = new Uint8Array(rows.length);
  for (const [index, term] of partitionBy.entries()) markChanges(keys[index] ?? [], term, marks);
  const starts = rows.length > 0 ? [0] : [];
  for (let at = 1; at < rows.length; at++) if (marks[at] === 1) starts.push(at);
  return [...starts, rows.length];
}

function columnOf(call: WindowCall, scope: ExprScope): Column {
  const { fn } = call;
  const args = call.args.map((arg, index) => argument(scope.value(arg), argType(fn.args, index)));
  const passes = call.filter && scope.isTrue(call.filter);
  const env = functionEnv(call, scope);
  return (partition, frames, holding) => {
    const seen: Seen = { partition, frames, args: args.map((arg) => ofEachRow(partition, arg)) };
    holding.add(partition.size * KEY_BYTES * (args.length + 1));
    if (fn.kind === 'window') return overRows(windowFunction(fn.name)(seen), partition.size);
    const filtered = passes && ofEachRow(partition, passes);
    return overFrames(fn.bind(env), seen, filtered, holding, scope.run);
  };
}

function* overRows(valueAt: (index: number) => Value, size: number): Task<readonly Value[]> {
  return Array.from({ length: size }, (_, index) => valueAt(index));
}

function ofEachRow<T>(partition: Partition, evaluate: (row: Row) => T): T[] {
  const values: T[] = new Array(partition.size);
  for (let index = 0; index < partition.size; index++) values[index] = evaluate(partition.row(index));
  return values;
}

function* joined(partition: Partition, results: readonly (readonly Value[])[], width: number): Stream {
  for (let start = 0; start < partition.size; start += BATCH_ROWS) {
    const end = Math.min(start + BATCH_ROWS, partition.size);
    const batch: Row[] = [];
    for (let index = start; index < end; index++) {
      const row = partition.row(index).slice(0, width);
      for (const result of results) row.push(result[index] as Value); // a value for each row
      batch.push(row);
    }
    yield batch;
  }
}
