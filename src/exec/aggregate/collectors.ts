import { collationOf, type Row, type Value } from '../../core/index.js';
import type { Accumulator } from '../../sql/functions/index.js';
import type { AggregateCall } from '../../sql/planner/index.js';
import {
  argType,
  argument,
  argumentConversion,
  type Evaluate,
  type ExprScope,
  functionEnv,
} from '../expressions/index.js';
import { ENTRY_BYTES, type Key, rowKeyer } from '../keys.js';
import { type Holding, rowBytes } from '../memory.js';
import { keyComparator } from '../ordering.js';

/** One aggregate call: `step` takes a row of a group into the group's state. */
export interface Collector {
  start(): unknown;
  /** True when this row is the new extremum. */
  step(state: unknown, row: Row, holding: Holding): boolean;
  finish(state: unknown): Value;
}

export function collectorOf(call: AggregateCall, scope: ExprScope): Collector {
  const plain = orderedOrNot(call, scope);
  if (!call.filter) return plain;
  const passes = scope.isTrue(call.filter);
  return { ...plain, step: (state, row, holding) => passes(row) && plain.step(state, row, holding) };
}

function orderedOrNot(call: AggregateCall, scope: ExprScope): Collector {
  const raw = call.args.map((arg) => scope.value(arg));
  const accumulator = lazyAccumulator(call, scope);
  if (call.orderBy.length > 0) return inOrder(call, raw, accumulator, scope);
  if (call.distinct) return distinctOnly(call, raw, accumulator);
  const args = raw.map((arg, index) => argument(arg, argType(call.fn.args, index)));
  return straight(call, args, accumulator);
}

/** Bound when the first group starts: what a function refuses, it refuses when rows come. */
function lazyAccumulator(call: AggregateCall, scope: ExprScope): () => Accumulator {
  let accumulator: Accumulator | undefined;
  return () => {
    accumulator ??= call.fn.bind(functionEnv(call, scope));
    return accumulator;
  };
}

/** Functions that gather text keep all of it until the end. */
const gathersText = (call: AggregateCall): boolean => call.fn.returns === 'text';

function straight(call: AggregateCall, args: readonly Evaluate[], bind: () => Accumulator): Collector {
  let accumulator: Accumulator;
  const start = (): unknown => {
    accumulator = bind();
    return accumulator.start();
  };
  const finish = (state: unknown): Value => accumulator.finish(state);
  const [a] = args;
  if (args.length === 0) return { start, finish, step: (state) => accumulator.step(state) === true };
  if (a && args.length === 1 && !gathersText(call))
    return { start, finish, step: (state, row) => accumulator.step(state, a(row)) === true };
  return {
    start,
    finish,
    step(state, row, holding) {
      const values = args.map((arg) => arg(row));
      if (gathersText(call)) holding.add(rowBytes(values));
      return accumulator.step(state, ...values) === true;
    },
  };
}

interface DistinctState {
  readonly inner: unknown;
  readonly seen: Set<Key>;
}

/** Gives a list of values to the function, each converted as it declares. */
function stepper(call: AggregateCall, accumulator: () => Accumulator): (state: unknown, values: Row) => boolean {
  const converters = call.args.map((_, index) => argumentConversion(argType(call.fn.args, index)));
  return (state, values) => {
    const args = values.map((value, index) => (value === null ? null : (converters[index]?.(value) ?? value)));
    return accumulator().step(state, ...args) === true;
  };
}

/** DISTINCT: each different list of arguments once, as they are before any conversion. */
function distinctOnly(call: AggregateCall, args: readonly Evaluate[], accumulator: () => Accumulator): Collector {
  const keyOf = rowKeyer(args.map(() => collationOf(call.collation)));
  const step = stepper(call, accumulator);
  return {
    start: (): DistinctState => ({ inner: accumulator().start(), seen: new Set() }),
    step(state, row, holding) {
      const { inner, seen } = state as DistinctState; // made by start
      const values = args.map((arg) => arg(row));
      const key = keyOf(values);
      if (seen.has(key)) return false;
      seen.add(key);
      holding.add(ENTRY_BYTES + rowBytes(values));
      return step(inner, values);
    },
    finish: (state) => accumulator().finish((state as DistinctState).inner), // made by start
  };
}

interface OrderedEntry {
  readonly values: Row;
  readonly keys: Row;
}

/** ORDER BY inside the call: arguments are kept, and taken in order at the end. */
function inOrder(
  call: AggregateCall,
  args: readonly Evaluate[],
  accumulator: () => Accumulator,
  scope: ExprScope,
): Collector {
  const keys = call.orderBy.map((term) => scope.value(term.expr));
  const compare = keyComparator(call.orderBy);
  const step = stepper(call, accumulator);
  const keyOf = rowKeyer(args.map(() => collationOf(call.collation)));
  return {
    start: (): OrderedEntry[] => [],
    step(state, row, holding) {
      const entry: OrderedEntry = { values: args.map((arg) => arg(row)), keys: keys.map((key) => key(row)) };
      holding.add(rowBytes(entry.values) + rowBytes(entry.keys));
      (state as OrderedEntry[]).push(entry); // made by start
      return false;
    },
    finish(state) {
      const inner = accumulator().start();
      const seen = new Set<Key>();
      for (const { values } of (state as OrderedEntry[]).sort((a, b) => compare(a.keys, b.keys))) {
        // made by start
        const key = call.distinct ? keyOf(values) : 0;
        if (call.distinct && seen.has(key)) continue;
        seen.add(key);
        step(inner, values);
      }
      return accumulator().finish(inner);
    },
  };
}
