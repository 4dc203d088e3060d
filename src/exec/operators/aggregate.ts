import { type Collation, collationOf, type Row, type Value, valueKey } from '../../core/index.js';
import { type Aggregate, outputColumns } from '../../sql/planner/index.js';
import { type Collector, collectorOf } from '../aggregate/collectors.js';
import type { Evaluate, ExprScope } from '../expressions/index.js';
import { type GroupKernel, groupKernel, Warming } from '../generate/index.js';
import { ENTRY_BYTES, type Key, rowKeyer } from '../keys.js';
import { type Holding, rowBytes } from '../memory.js';
import { columnTerms } from '../ordering.js';
import type { Run } from '../run.js';
import { sortedBy } from '../sorting/index.js';
import { BATCH_ROWS, type Operator, Pending, type Stream, type Task } from '../stream.js';

const STATE_BYTES = 64;

/** Rows of one group, as far as they have come. */
interface Group {
  readonly keys: Row;
  readonly states: unknown[];
  /** The row that bare columns are read from. */
  bareRow: Row | undefined;
}

interface Grouping {
  readonly plan: Aggregate;
  readonly keys: readonly Evaluate[];
  readonly collations: readonly Collation[];
  readonly keyOf: (keys: Row) => Key;
  readonly collectors: readonly Collector[];
  /** The call that decides the bare row; -1: the first row does. */
  readonly picker: number;
  readonly hasBare: boolean;
}

/** Groups in a hash table, put out in the order of their keys. */
export function aggregate(plan: Aggregate, input: Operator, scope: ExprScope): Operator {
  const columns = outputColumns(plan);
  if (countsOnly(plan)) return counting(plan, input, scope);
  const grouping = groupingOf(plan, scope);
  const bare = plan.bare.map((item) => scope.value(item.expr));
  const terms = columnTerms(plan.groups.map((item) => item.column));
  return {
    columns,
    open: () => grouped(input, grouping, bare, terms, scope),
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
    const groups = yield* gather(input.open(), grouping, holding, scope);
    const ordered = yield* sortedBy(groups, terms, (group, term) => group.keys[term] as Value, run); // one key per term
    for (let at = 0; at < ordered.length; at += BATCH_ROWS)
      yield ordered.slice(at, at + BATCH_ROWS).map((group) => rowOf(group, grouping, bare));
  } finally {
    holding.release();
  }
}

function groupingOf(plan: Aggregate, scope: ExprScope): Grouping {
  const collations = plan.groups.map((item) => collationOf(item.column.collation));
  return {
    plan,
    keys: plan.groups.map((item) => scope.value(item.expr)),
    collations,
    keyOf: rowKeyer(collations),
    collectors: plan.calls.map((call) => collectorOf(call, scope)),
    picker: plan.calls.findLastIndex((call) => call.fn.picksRow === true),
    hasBare: plan.bare.length > 0,
  };
}

function* gather(stream: Stream, grouping: Grouping, holding: Holding, scope: ExprScope): Task<Group[]> {
  const { run } = scope;
  const groups = new Map<Key, Group>();
  const isOne = grouping.keys.length === 0;
  const one = isOne ? startGroup([], grouping, holding) : undefined;
  const kernel = new Warming<GroupKernel>(
    (rows) => {
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as Row; // within bounds
        take(row, one ?? groupOf(row, groups, grouping, holding), grouping, holding);
      }
    },
    () => generated(grouping, groups, one, holding, scope),
    run.warmRows,
  );
  for (const item of stream) {
    if (item instanceof Pending) {
      yield item;
      continue;
    }
    kernel.take(item.length)(item);
    if (run.pauseDue()) yield run.pause();
  }
  return one ? [one] : [...groups.values()];
}

function generated(
  grouping: Grouping,
  groups: Map<Key, Group>,
  one: Group | undefined,
  holding: Holding,
  scope: ExprScope,
): GroupKernel | undefined {
  const { plan, collations, collectors, picker, hasBare, keyOf } = grouping;
  const keys = plan.groups.map((item) => item.expr);
  const add = (key: Key, values: Row): Group => addGroup(key, values, groups, grouping, holding);
  const parts = { keys, collations, calls: plan.calls, collectors, picker, hasBare, keyOf };
  return groupKernel({ ...parts, holding, groups, one, add }, scope);
}

function groupOf(row: Row, groups: Map<Key, Group>, grouping: Grouping, holding: Holding): Group {
  const { keys, collations } = grouping;
  if (keys.length === 1) {
    const first = (keys[0] as Evaluate)(row); // of length 1
    const key = valueKey(first, collations[0] as Collation); // one per key
    return groups.get(key) ?? addGroup(key, [first], groups, grouping, holding);
  }
  const values = keys.map((key) => key(row));
  const key = grouping.keyOf(values);
  return groups.get(key) ?? addGroup(key, values, groups, grouping, holding);
}

function addGroup(key: Key, values: Row, groups: Map<Key, Group>, grouping: Grouping, holding: Holding): Group {
  const group = startGroup(values, grouping, holding);
  groups.set(key, group);
  return group;
}

function startGroup(keys: Row, { collectors }: Grouping, holding: Holding): Group {
  holding.add(ENTRY_BYTES + rowBytes(keys) + STATE_BYTES * collectors.length);
  return { keys, states: collectors.map((collector) => collector.start()), bareRow: undefined };
}

function take(row: Row, group: Group, { collectors, picker, hasBare }: Grouping, holding: Holding): void {
  for (let i = 0; i < collectors.length; i++) {
    const isExtremum = (collectors[i] as Collector).step(group.states[i], row, holding); // within bounds
    if (isExtremum && i === picker) group.bareRow = row;
  }
  if (!group.bareRow && hasBare) {
    group.bareRow = row;
    holding.addRow(row);
  }
}

function rowOf(group: Group, { collectors }: Grouping, bare: readonly Evaluate[]): Row {
  const { bareRow } = group;
  return [
    ...group.keys,
    ...collectors.map((collector, i): Value => collector.finish(group.states[i])),
    ...bare.map((value): Value => (bareRow ? value(bareRow) : null)),
  ];
}

/** `SELECT count(*)` alone: nothing of a row matters but that it is there. */
const countsOnly = (plan: Aggregate): boolean =>
  plan.groups.length === 0 &&
  plan.bare.length === 0 &&
  plan.calls.every((call) => call.fn.name === 'count' && call.args.length === 0 && !call.filter && !call.distinct);

function counting(plan: Aggregate, input: Operator, { run }: ExprScope): Operator {
  return {
    columns: outputColumns(plan),
    open: () => counted(plan, input, run),
  };
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
