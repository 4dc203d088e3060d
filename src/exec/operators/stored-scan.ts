import { Bug, type Row } from '../../core/index.js';
import type { StoredScan } from '../../sql/planner/index.js';
import { type BTree, probeFor, type StoredTable, tableIn } from '../../store/index.js';
import type { ExprScope } from '../expressions/index.js';
import { rowLimit } from '../row-limit.js';
import type { Run } from '../run.js';
import { compileRanges, orderOf } from '../stored/ranges.js';
import { BATCH_ROWS, type Batch, type Operator, type Stream, settled } from '../stream.js';
import { picker } from './project.js';

/** Rows of a stored table as it was when the run first read the database, in the order of the key they are read by. */
export function storedScan(plan: StoredScan, scope: ExprScope): Operator {
  const { run } = scope;
  const pick = picker(plan.sources);
  const limit = plan.limit && scope.value(plan.limit);
  const order = orderOf(plan);
  const ranges = plan.access && compileRanges(plan, plan.access, scope);
  return {
    columns: plan.columns,
    *open(): Stream {
      const most = limit ? rowLimit(yield* settled(() => limit([]))) : Number.POSITIVE_INFINITY;
      if (most <= 0) return;
      const tree = treeOf(plan, tableIn(run.view(), plan.table));
      if (!ranges) {
        yield* handed(tree.batches(undefined, undefined, plan.descending), pick, most, run);
        return;
      }
      yield* handed(stretches(tree, yield* ranges()), pick, most, run);
    },
  };

  function* stretches(tree: BTree, ranges: Iterable<Parameters<typeof probeFor>[1]>): Generator<readonly Row[]> {
    for (const range of ranges) {
      const probe = probeFor(order, range);
      yield* tree.batches(probe, probe, plan.descending);
    }
  }
}

function treeOf({ access }: StoredScan, table: StoredTable): BTree {
  const wanted = access?.index;
  if (!wanted) return table.rows;
  const index = table.indexes.find((one) => one.schema === wanted);
  if (!index) throw new Bug(`index ${wanted.name} has gone`);
  return index.tree;
}

/** Leaves and scraps of them as batches of rows. */
function* handed(found: Iterable<readonly Row[]>, pick: (row: Row) => Row, most: number, run: Run): Stream {
  let left = most;
  let batch: Row[] = [];
  for (const rows of found) {
    const wanted: Batch = rows.length > left ? rows.slice(0, left) : rows;
    left -= wanted.length;
    for (let at = 0; at < wanted.length; at++) batch.push(pick(wanted[at] as Row)); // within bounds
    if (left <= 0) break;
    if (batch.length < FULL_ENOUGH) continue;
    yield batch;
    batch = [];
    if (run.pauseDue()) yield run.pause();
  }
  if (batch.length > 0) yield batch;
}

/** Scraps are gathered up to so many rows. */
const FULL_ENOUGH = BATCH_ROWS / 16;
