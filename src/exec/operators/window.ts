import type { Row, Value } from '../../core/index.js';
import { collationOf, outputColumns, type SortTerm, type Window, type WindowCall } from '../../sql/planner/index.js';
import { argType, argument, type ExprScope, functionEnv } from '../expressions/index.js';
import type { Holding } from '../memory.js';
import { type CompareKeys, keyComparator } from '../ordering.js';
import { sortedBy } from '../sorting/index.js';
import { BATCH_ROWS, type Operator, Pending, type Stream, settled, type Task } from '../stream.js';
import { overFrames } from '../window/aggregates.js';
import { checkedOffset, type Frames, framesOf, type Offsets } from '../window/frames.js';
import { type Seen, windowFunction } from '../window/functions.js';
import { type KeyedRow, Partition } from '../window/partition.js';

/** The value of a call for every row of a partition. */
type Column = (partition: Partition, frames: Frames, holding: Holding) => Task<Value[]>;

/** Sorts by partition and order, and adds a column for each call. */
export function window(plan: Window, input: Operator, scope: ExprScope): Operator {
  const { run } = scope;
  const partitionBy = plan.partitionBy.map(
    (expr): SortTerm => ({ expr, descending: false, nullsFirst: true, collation: collationOf(expr) }),
  );
  const terms = [...partitionBy, ...plan.orderBy];
  const keys = terms.map((term) => scope.value(term.expr));
  const byPartition = keyComparator(partitionBy);
  const peers = peerComparator(plan.orderBy, partitionBy.length);
  const columns = plan.calls.map((call) => columnOf(call, scope));
  return {
    columns: outputColumns(plan),
    *open(): Stream {
      const holding = run.memory.hold('window');
      try {
        const offsets = yield* offsetsOf(plan, scope);
        const rows = yield* gather(input.open(), (row) => keys.map((key) => key(row)), holding, scope);
        const ordered = yield* sortedBy(rows, terms, ({ keys: values }, term) => values[term] as Value, run); // one key per term
        for (let start = 0; start < ordered.length; ) {
          const end = partitionEnd(ordered, start, byPartition);
          const partition = new Partition(ordered.slice(start, end), peers);
          const frames = framesOf(plan.frame, offsets, partition, plan.orderBy, partitionBy.length);
          const results: Value[][] = [];
          for (const column of columns) results.push(yield* column(partition, frames, holding));
          yield* joined(partition, results);
          start = end;
        }
      } finally {
        holding.release();
      }
    },
  };
}

/** Compares the values of ORDER BY alone, which stand after those of PARTITION BY. */
function peerComparator(orderBy: readonly SortTerm[], from: number): CompareKeys {
  const compare = keyComparator(orderBy);
  return (a, b) => compare(a.slice(from), b.slice(from));
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

function* gather(
  stream: Stream,
  keysOf: (row: Row) => Value[],
  holding: Holding,
  { run }: ExprScope,
): Task<KeyedRow[]> {
  const rows: KeyedRow[] = [];
  for (const item of stream) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    for (const row of item) {
      const keys = keysOf(row);
      holding.addRow(row);
      holding.addRow(keys);
      rows.push({ row, keys });
    }
    if (run.pauseDue()) yield run.pause();
  }
  return rows;
}

function partitionEnd(rows: readonly KeyedRow[], start: number, compare: CompareKeys): number {
  const first = rows[start] as KeyedRow; // within bounds
  let end = start + 1;
  for (let next = rows[end]; next && compare(first.keys, next.keys) === 0; next = rows[end]) end++;
  return end;
}

function columnOf(call: WindowCall, scope: ExprScope): Column {
  const { fn } = call;
  const args = call.args.map((arg, index) => argument(scope.value(arg), argType(fn.args, index)));
  const passes = call.filter && scope.isTrue(call.filter);
  const env = functionEnv(call, scope);
  return function* (partition, frames, holding) {
    const argsByRow = partition.rows.map(({ row }) => args.map((arg) => arg(row)));
    const seen: Seen = { partition, frames, args: argsByRow };
    holding.addRows(argsByRow);
    if (fn.kind === 'window') {
      const valueAt = windowFunction(fn.name)(seen);
      return partition.rows.map((_, index) => valueAt(index));
    }
    const filtered = passes && partition.rows.map(({ row }) => passes(row));
    const results = yield* overFrames(fn.bind(env), seen, filtered, scope.run);
    holding.addRow(results);
    return results;
  };
}

function* joined(partition: Partition, results: readonly (readonly Value[])[]): Stream {
  for (let start = 0; start < partition.size; start += BATCH_ROWS) {
    const batch: Row[] = [];
    for (let index = start; index < Math.min(start + BATCH_ROWS, partition.size); index++) {
      const { row } = partition.rows[index] as KeyedRow; // within bounds
      batch.push(row.concat(results.map((result) => result[index] as Value))); // one result per row
    }
    yield batch;
  }
}
