import { type Collation, collationOf, compareValues, type Row, type Value } from '../../core/index.js';
import { type Aggregate, outputColumns, type StoredScan } from '../../sql/planner/index.js';
import { tableIn } from '../../store/index.js';
import { columnMaker, type StateColumn } from '../aggregate/index.js';
import type { Evaluate, ExprScope } from '../expressions/index.js';
import { type GroupKernel, type GroupStates, groupKernel, Warming } from '../generate/index.js';
import { Chunks, TupleTable } from '../hashing/index.js';
import { ENTRY_BYTES } from '../keys.js';
import { type Holding, rowBytes } from '../memory.js';
import { columnTerms } from '../ordering.js';
import type { Run } from '../run.js';
import { sortedBy } from '../sorting/index.js';
import { BATCH_ROWS, type Operator, Pending, type Stream, type Task } from '../stream.js';

const STATE_BYTES = 64;

interface Grouping {
  readonly plan: Aggregate;
  readonly keys: readonly Evaluate[];
  readonly collations: readonly Collation[];
  readonly makers: readonly (() => StateColumn)[];
  /** The call that decides the bare row; -1: the first row does. */
  readonly picker: number;
  readonly hasBare: boolean;
}

/** Groups in a hash table, or one after the other where rows come in their order. Put out in the order of their keys, unless they are `isLookedUp` by these. */
export function aggregate(plan: Aggregate, input: Operator, scope: ExprScope, isLookedUp: boolean): Operator {
  const columns = outputColumns(plan);
  if (countsOnly(plan)) return counting(plan, input, scope);
  const grouping = groupingOf(plan, scope);
  const bare = plan.bare.map((item) => scope.value(item.expr));
  const terms = isLookedUp ? [] : columnTerms(plan.groups.map((item) => item.column));
  return {
    columns,
    open: () =>
      plan.isOrdered ? groupedInOrder(input, grouping, bare, scope) : grouped(input, grouping, bare, terms, scope),
  };
}

function* grouped(
  input: Operator,
  grouping: Grouping,
  bare: readonly Evaluate[],
  terms: ReturnType<typeof columnTerms>,
  scope: ExprScope,
): Stream {
  const { run } = scope;
  const holding = run.memory.hold('aggregation');
  try {
    const groups = new Groups(grouping, holding);
    yield* gather(input.open(), groups, grouping, holding, scope);
    const numbers = Array.from({ length: groups.size }, (_, group) => group);
    const ordered = yield* sortedBy(numbers, terms, (group, term) => groups.key(group, term), run);
    for (let at = 0; at < ordered.length; at += BATCH_ROWS)
      yield ordered.slice(at, at + BATCH_ROWS).map((group) => groups.row(group, bare));
  } finally {
    holding.release();
  }
}

/** So many groups are gathered before those that are over are handed on. */
const GROUPS_TOGETHER = 4096;

/** Where a batch begins with another key than the one before it ended with, all groups so far are over. */
function* groupedInOrder(input: Operator, grouping: Grouping, bare: readonly Evaluate[], scope: ExprScope): Stream {
  const { run } = scope;
  let holding = run.memory.hold('aggregation');
  try {
    let groups = new Groups(grouping, holding);
    let kernel = kernelOf(groups, grouping, holding, scope);
    for (const item of input.open()) {
      if (item instanceof Pending) {
        yield item;
        continue;
      }
      const [first] = item;
      if (first && groups.size >= GROUPS_TOGETHER && !groups.isOfLast(first)) {
        yield* batchesOf(groups, bare);
        holding.release();
        holding = run.memory.hold('aggregation');
        groups = new Groups(grouping, holding);
        kernel = kernelOf(groups, grouping, holding, scope, 0);
      }
      kernel.take(item.length)(item);
      if (run.pauseDue()) yield run.pause();
    }
    yield* batchesOf(groups, bare);
  } finally {
    holding.release();
  }
}

function* batchesOf(groups: Groups, bare: readonly Evaluate[]): Stream {
  for (let start = 0; start < groups.size; start += BATCH_ROWS) {
    const length = Math.min(BATCH_ROWS, groups.size - start);
    yield Array.from({ length }, (_, at) => groups.row(start + at, bare));
  }
}

function groupingOf(plan: Aggregate, scope: ExprScope): Grouping {
  const isOnlyGroup = plan.groups.length === 0;
  return {
    plan,
    keys: plan.groups.map((item) => scope.value(item.expr)),
    collations: plan.groups.map((item) => collationOf(item.column.collation)),
    makers: plan.calls.map((call) => columnMaker(call, scope, isOnlyGroup)),
    picker: plan.calls.findLastIndex((call) => call.fn.picksRow === true),
    hasBare: plan.bare.length > 0,
  };
}

/** Groups of one run, by number. */
class Groups implements GroupStates {
  size = 0;
  /** By place in the key. */
  readonly #keys: readonly Chunks<Value>[];
  readonly columns: readonly StateColumn[];
  readonly table: TupleTable | undefined;
  lastKey: Row = [];
  /** The row that bare columns are read from. */
  readonly bareRows: (Row | undefined)[] = [];

  constructor(
    private readonly grouping: Grouping,
    private readonly holding: Holding,
  ) {
    this.columns = grouping.makers.map((make) => make());
    this.#keys = grouping.keys.map(() => new Chunks<Value>());
    if (grouping.keys.length === 0) this.start([]);
    else if (!grouping.plan.isOrdered) this.table = new TupleTable(grouping.collations);
  }

  /** Begins the next group. */
  start(keys: Row): void {
    this.size++;
    for (let i = 0; i < keys.length; i++) this.#keys[i]?.push(keys[i] as Value); // a value per key
    for (const column of this.columns) column.start();
    this.holding.add(ENTRY_BYTES + rowBytes(keys) + STATE_BYTES * this.columns.length);
  }

  /** Where rows come in the order of their keys: the group of these, which is the last one or a new one. */
  next(keys: Row): number {
    if (!this.#isLast(keys)) {
      this.lastKey = keys;
      this.start(keys);
    }
    return this.size - 1;
  }

  /** Whether the row belongs to the last group. */
  isOfLast(row: Row): boolean {
    return this.#isLast(this.grouping.keys.map((key) => key(row)));
  }

  #isLast(keys: Row): boolean {
    const { lastKey } = this;
    return (
      this.size > 0 &&
      this.grouping.collations.every(
        (collation, place) => compareValues(lastKey[place] as Value, keys[place] as Value, collation) === 0, // a value per key
      )
    );
  }

  take(row: Row): void {
    const group = this.#groupOf(row);
    const { picker, hasBare } = this.grouping;
    for (let i = 0; i < this.columns.length; i++) {
      const isExtremum = (this.columns[i] as StateColumn).step(group, row, this.holding); // within bounds
      if (isExtremum && i === picker) this.bareRows[group] = row;
    }
    if (hasBare && !this.bareRows[group]) this.keepBare(group, row);
  }

  keepBare(group: number, row: Row): void {
    this.bareRows[group] = row;
    this.holding.addRow(row);
  }

  #groupOf(row: Row): number {
    const { keys } = this.grouping;
    if (keys.length === 0) return 0;
    const values = keys.length === 1 ? [(keys[0] as Evaluate)(row)] : keys.map((key) => key(row)); // of length 1
    if (!this.table) return this.next(values);
    const group = this.table.add(values);
    if (group === this.size) this.start(values);
    return group;
  }

  key(group: number, place: number): Value {
    return (this.#keys[place] as Chunks<Value>).at(group); // a list per place
  }

  row(group: number, bare: readonly Evaluate[]): Row {
    const row: Row = new Array(this.#keys.length + this.columns.length + bare.length);
    let at = 0;
    for (let i = 0; i < this.#keys.length; i++) row[at++] = this.key(group, i);
    for (let i = 0; i < this.columns.length; i++) row[at++] = (this.columns[i] as StateColumn).finish(group); // within bounds
    const bareRow = this.bareRows[group];
    for (const value of bare) row[at++] = bareRow ? value(bareRow) : null;
    return row;
  }
}

function* gather(stream: Stream, groups: Groups, grouping: Grouping, holding: Holding, scope: ExprScope): Task<void> {
  const { run } = scope;
  const kernel = kernelOf(groups, grouping, holding, scope);
  for (const item of stream) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    kernel.take(item.length)(item);
    if (run.pauseDue()) yield run.pause();
  }
}

function kernelOf(
  groups: Groups,
  { plan, picker, hasBare }: Grouping,
  holding: Holding,
  scope: ExprScope,
  warmRows = scope.run.warmRows,
) {
  const keys = plan.groups.map((item) => item.expr);
  return new Warming<GroupKernel>(
    (rows) => {
      for (let i = 0; i < rows.length; i++) groups.take(rows[i] as Row); // within bounds
    },
    () => groupKernel({ keys, calls: plan.calls, groups, picker, hasBare, holding }, scope),
    warmRows,
  );
}

/** `SELECT count(*)` alone: nothing of a row matters but that it is there. */
const countsOnly = (plan: Aggregate): boolean =>
  plan.groups.length === 0 &&
  plan.bare.length === 0 &&
  plan.calls.every((call) => call.fn.column === 'count' && call.args.length === 0 && !call.filter && !call.distinct);

function counting(plan: Aggregate, input: Operator, { run }: ExprScope): Operator {
  const { input: from } = plan;
  const isTable = from.kind === 'stored-scan' && !from.access && !from.limit;
  return {
    columns: outputColumns(plan),
    open: () => (isTable ? sizeOf(plan, from, run) : counted(plan, input, run)),
  };
}

/** A table knows how many rows it has. */
function* sizeOf(plan: Aggregate, { table }: StoredScan, run: Run): Stream {
  const { size } = tableIn(run.view(), table).rows;
  yield [plan.calls.map(() => size)];
}

function* counted(plan: Aggregate, input: Operator, run: Run): Stream {
  let count = 0;
  for (const item of input.open()) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    count += item.length;
    if (run.pauseDue()) yield run.pause();
  }
  yield [plan.calls.map(() => count)];
}
