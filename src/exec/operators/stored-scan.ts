import { Bug, type Row } from '../../core/index.js';
import type { Column, StoredScan } from '../../sql/planner/index.js';
import { type BTree, probeFor, type StoredTable, slotCount, tableIn } from '../../store/index.js';
import type { ExprScope } from '../expressions/index.js';
import { rowLimit } from '../row-limit.js';
import type { Run } from '../run.js';
import { compileRanges, orderOf } from '../stored/ranges.js';
import { type Batch, type Operator, type Stream, settled } from '../stream.js';

/**
 * Rows of a stored table as it was when the run first read the database, in the order of the key they are read by. They
 * are the very rows that are stored: a column for each slot, whether the plan reads it or not.
 */
export function storedScan(plan: StoredScan, scope: ExprScope): Operator {
  const { run } = scope;
  const limit = plan.limit && scope.value(plan.limit);
  const order = orderOf(plan);
  const ranges = plan.access && compileRanges(plan, plan.access, scope);
  return {
    columns: slotColumns(plan),
    *open(): Stream {
      const most = limit ? rowLimit(yield* settled(() => limit([]))) : Number.POSITIVE_INFINITY;
      if (most <= 0) return;
      const tree = treeOf(plan, tableIn(run.view(), plan.table));
      if (!ranges) {
        yield* handed(tree.batches(undefined, undefined, plan.descending), most, run);
        return;
      }
      yield* handed(stretches(tree, yield* ranges()), most, run);
    },
  };

  function* stretches(tree: BTree, ranges: Iterable<Parameters<typeof probeFor>[1]>): Generator<Batch> {
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

/** A column for each slot of the rows; slots that the plan does not read have one that nothing refers to. */
function slotColumns({ table, columns, sources }: StoredScan): readonly Column[] {
  const slots = new Array<Column>(slotCount(table)).fill(UNREAD);
  columns.forEach((column, index) => {
    slots[sources[index] ?? 0] = column;
  });
  return slots;
}

const UNREAD: Column = {
  id: Number.NEGATIVE_INFINITY,
  name: '',
  affinity: 'none',
  collation: 'binary',
  types: 0,
  declared: '',
};

/** Leaves as they are; scraps of them gathered. */
function* handed(found: Iterable<Batch>, most: number, run: Run): Stream {
  let left = most;
  let scraps: Row[] = [];
  for (const rows of found) {
    const wanted: Batch = rows.length > left ? rows.slice(0, left) : rows;
    left -= wanted.length;
    const isWhole = wanted.length >= FULL_ENOUGH;
    if (!isWhole) for (let at = 0; at < wanted.length; at++) scraps.push(wanted[at] as Row); // within bounds
    if (scraps.length >= FULL_ENOUGH || (isWhole && scraps.length > 0)) {
      yield scraps;
      scraps = [];
    }
    if (isWhole) yield wanted;
    if (left <= 0) break;
    if (run.pauseDue()) yield run.pause();
  }
  if (scraps.length > 0) yield scraps;
}

/** Rows that are worth a batch of their own. */
const FULL_ENOUGH = 32;
