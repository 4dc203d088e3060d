import { collationOf, type Row, type Value } from '../../core/index.js';
import type { Accumulator } from '../../sql/functions/index.js';
import type { AggregateCall } from '../../sql/planner/index.js';
import { argType, argument, type Evaluate, type ExprScope } from '../expressions/index.js';
import { TupleTable } from '../hashing/index.js';
import { type Holding, rowBytes } from '../memory.js';
import { keyComparator } from '../ordering.js';
import { lazyAccumulator, Stepper } from './stepper.js';

/** One aggregate call, but for DISTINCT without ORDER BY: `step` takes a row of a group into the group's state. */
export interface Collector {
  start(): unknown;
  /** True when this row is the new extremum. */
  step(state: unknown, row: Row, holding: Holding): boolean;
  finish(state: unknown): Value;
}

export function collectorOf(call: AggregateCall, scope: ExprScope): Collector {
  const plain = unfiltered(call, scope);
  if (!call.filter) return plain;
  const passes = scope.isTrue(call.filter);
  return { ...plain, step: (state, row, holding) => passes(row) && plain.step(state, row, holding) };
}

function unfiltered(call: AggregateCall, scope: ExprScope): Collector {
  const raw = call.args.map((arg) => scope.value(arg));
  const accumulator = lazyAccumulator(call, scope);
  if (call.orderBy.length > 0) return inOrder(call, raw, accumulator, scope);
  const args = raw.map((arg, index) => argument(arg, argType(call.fn.args, index)));
  return straight(call, args, accumulator);
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
  const stepper = new Stepper(call, accumulator);
  const collations = args.map(() => collationOf(call.collation));
  return {
    start: (): OrderedEntry[] => [],
    step(state, row, holding) {
      const entry: OrderedEntry = { values: args.map((arg) => arg(row)), keys: keys.map((key) => key(row)) };
      holding.add(rowBytes(entry.values) + rowBytes(entry.keys));
      (state as OrderedEntry[]).push(entry); // made by start
      return false;
    },
    finish(state) {
      const inner = stepper.start();
      const seen = call.distinct ? new TupleTable(collations) : undefined;
      const entries = (state as OrderedEntry[]).sort((a, b) => compare(a.keys, b.keys)); // made by start
      for (const { values } of entries) {
        const size = seen?.size;
        if (seen?.add(values) === size) stepper.step(inner, values);
      }
      return stepper.finish(inner);
    },
  };
}
