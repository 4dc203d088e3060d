import type { Row, Value } from '../../core/index.js';
import type { Column, Sort, SortTerm } from '../../sql/planner/index.js';
import type { Evaluate, ExprScope } from '../expressions/index.js';
import { type ContenderKernel, contenderKernel } from '../generate/sort-kernels.js';
import { Warming } from '../generate/warming.js';
import { termComparator } from '../ordering.js';
import { rowLimit } from '../row-limit.js';
import type { Run } from '../run.js';
import { type Gathered, Gatherer, orderOf, RowWriter } from '../sorting/index.js';
import { BATCH_ROWS, type Operator, Pending, type Stream, settled, type Task } from '../stream.js';

/** With a limit, rows are sorted and most of them let go whenever so many came; more where the limit itself is high. */
const CUT_ROWS = 4096;

interface Sorting {
  readonly terms: readonly SortTerm[];
  readonly gatherer: Gatherer;
  /** Where the terms' values are. */
  readonly keys: readonly number[];
  /** Makes the rows; absent: they are handed on as they came. */
  readonly writer: RowWriter | undefined;
  readonly limit: Evaluate | undefined;
  readonly contenders: Warming<ContenderKernel>;
  readonly run: Run;
}

/**
 * Stable; with a limit no more than a few times as many rows are kept as it asks for.
 * @param columns what its rows are to hold
 */
export function sort(plan: Sort, input: Operator, scope: ExprScope, columns: readonly Column[]): Operator {
  const { run } = scope;
  const { terms } = plan;
  const gatherer = new Gatherer(scope);
  const keys = terms.map((term) => gatherer.slot(term.expr));
  const isNarrow =
    columns.length !== input.columns.length || columns.some((column, index) => column.id !== input.columns[index]?.id);
  const picked = isNarrow ? columns.map((column) => gatherer.slot({ kind: 'column', column })) : [];
  if (!isNarrow) gatherer.slot('row');
  const sorting: Sorting = {
    terms,
    gatherer,
    keys,
    writer: isNarrow
      ? new RowWriter(
          picked.map((slot) => ({ slot })),
          scope,
        )
      : undefined,
    limit: plan.limit && scope.value(plan.limit),
    contenders: contendersOf(terms, scope),
    run,
  };
  return { columns, open: () => sorted(input, sorting) };
}

function contendersOf(terms: readonly SortTerm[], scope: ExprScope): Warming<ContenderKernel> {
  const first = terms[0] as SortTerm; // there is no order by nothing
  const isOnly = terms.length === 1;
  const key = scope.value(first.expr);
  const compare = termComparator(first);
  const plain: ContenderKernel = (rows, worst, kept) => {
    for (const row of rows) {
      const order = compare(key(row), worst);
      if (order < 0 || (order === 0 && !isOnly)) kept.push(row);
    }
  };
  return new Warming(plain, () => contenderKernel(first, isOnly, scope), scope.run.warmRows);
}

function* sorted(input: Operator, sorting: Sorting): Stream {
  const { limit, writer, run } = sorting;
  const most = limit ? limitOf(yield* settled(() => limit([]))) : Number.POSITIVE_INFINITY;
  if (most === 0) return;
  const holding = run.memory.hold('sort');
  try {
    const gathered = sorting.gatherer.open(holding);
    yield* gather(input.open(), gathered, most, sorting);
    holding.add(gathered.size * bytesToSort(sorting));
    const order = yield* inOrder(gathered, sorting, most);
    for (let start = 0; start < order.length; start += BATCH_ROWS) {
      const end = Math.min(start + BATCH_ROWS, order.length);
      yield writer ? writer.rows(gathered, order, start, end) : rowsAt(gathered, order, start, end);
    }
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

/** Two words per term, and places that move. */
const bytesToSort = ({ terms }: Sorting): number => 24 + 8 * terms.length;

/** Takes in the rows; of those that the first `most` rows already outdo, as few as need be. */
function* gather(stream: Stream, gathered: Gathered, most: number, sorting: Sorting): Task<void> {
  const { contenders, keys, run } = sorting;
  const cutAt = Math.max(CUT_ROWS, 2 * most);
  let worst: Value | undefined;
  for (const item of stream) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    const outdone = worst;
    const rows = outdone === undefined ? item : yield* settled(() => contending(item, outdone, contenders));
    if (rows.length > 0) yield* gathered.take(rows);
    if (gathered.size >= cutAt) {
      gathered.keep(yield* inOrder(gathered, sorting, most));
      worst = gathered.values(keys[0] as number)[most - 1]; // of the first term; there are as many
    }
    if (run.pauseDue()) yield run.pause();
  }
}

function contending(rows: readonly Row[], worst: Value, contenders: Warming<ContenderKernel>): Row[] {
  const kept: Row[] = [];
  contenders.take(rows.length)(rows, worst, kept);
  return kept;
}

const inOrder = (gathered: Gathered, { keys, terms, run }: Sorting, most: number): Task<Uint32Array> =>
  orderOf(
    keys.map((slot) => gathered.values(slot)),
    terms,
    gathered.size,
    run,
    most,
  );

function rowsAt(gathered: Gathered, order: Uint32Array, start: number, end: number): Row[] {
  const { rows } = gathered;
  const picked: Row[] = [];
  for (let at = start; at < end; at++) picked.push(rows[order[at] as number] as Row); // indices of rows
  return picked;
}
