import { Bug, type Row } from '../../core/index.js';
import type { Column, StoredScan } from '../../sql/planner/index.js';
import { type BTree, type IndexTerm, type StoredTable, slotCount, tableIn } from '../../store/index.js';
import type { Evaluate, ExprScope } from '../expressions/index.js';
import { rowLimit } from '../row-limit.js';
import type { Run } from '../run.js';
import { compileRanges, orderOf, type Ranges, wantedBy } from '../stored/ranges.js';
import { walked } from '../stored/walk.js';
import { type Batch, type Operator, type Stream, settled } from '../stream.js';

interface Reading {
  readonly plan: StoredScan;
  readonly run: Run;
  readonly order: readonly IndexTerm[];
  /** Absent: all rows are read. */
  readonly ranges: Ranges | undefined;
  readonly limit: Evaluate | undefined;
}

/**
 * Rows of a stored table as it was when the run first read the database, in the order of the key they are read by. They
 * are the very rows that are stored: a column for each slot, whether the plan reads it or not.
 */
export function storedScan(plan: StoredScan, scope: ExprScope): Operator {
  const reading: Reading = {
    plan,
    run: scope.run,
    order: orderOf(plan),
    ranges: plan.access && compileRanges(plan.access, plan, scope),
    limit: plan.limit && scope.value(plan.limit),
  };
  return { columns: slotColumns(plan), open: () => read(reading) };
}

function* read({ plan, run, order, ranges, limit }: Reading): Stream {
  const most = limit ? rowLimit(yield* settled(() => limit([]))) : Number.POSITIVE_INFINITY;
  if (most <= 0) return;
  const { descending } = plan;
  const wanted = ranges && (yield* wantedBy(ranges));
  if (ranges && !wanted) return;
  const tree = treeOf(plan, tableIn(run.view(), plan.table));
  const rows = wanted
    ? walked(
        { tree, order, descending, isUnique: isUnique(plan, order), isFirstEnough: plan.isFirstOfEach ?? false },
        wanted,
      )
    : tree.batches(undefined, undefined, descending);
  yield* handed(rows, most, run);
}

function treeOf({ access }: StoredScan, table: StoredTable): BTree {
  const wanted = access?.index;
  if (!wanted) return table.rows;
  const index = table.indexes.find((one) => one.schema === wanted);
  if (!index) throw new Bug(`index ${wanted.name} has gone`);
  return index.tree;
}

/** At most one row has the values that the access asks for. */
function isUnique({ access }: StoredScan, order: readonly IndexTerm[]): boolean {
  if (!access || access.range) return false;
  const { index, equals } = access;
  if (!index || equals.length === order.length) return equals.length === order.length;
  // Rows with a null in the key are no conflict, and may be many.
  return index.unique && equals.length >= index.terms.length && equals.every((values) => values.kind !== 'is');
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

/** Rows that are worth a batch of their own. */
const FULL_ENOUGH = 32;

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
