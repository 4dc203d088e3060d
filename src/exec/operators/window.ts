import { isTrue, type Value } from '../../core/index.js';
import { type Column, collationOf, type SortTerm, type Window, type WindowCall } from '../../sql/planner/index.js';
import { argType, argumentConversion, type ExprScope, functionEnv } from '../expressions/index.js';
import type { Holding } from '../memory.js';
import type { Run } from '../run.js';
import { eachStep, type Gathered, Gatherer, orderingOf, RowWriter } from '../sorting/index.js';
import { BATCH_ROWS, type Operator, Pending, type Stream, settled, type Task } from '../stream.js';
import { overFrames } from '../window/aggregates.js';
import { checkedOffset, type Frames, framesOf, type Offsets } from '../window/frames.js';
import { windowFunction } from '../window/functions.js';
import { type Places, placesOf } from '../window/places.js';

/** Where the rows are kept, in their order. */
interface Ordered {
  readonly gathered: Gathered;
  readonly places: Places;
  readonly frames: Frames;
  readonly holding: Holding;
}

/** The value of a call for every place. */
type Results = (ordered: Ordered) => Task<readonly Value[]>;

interface Windowing {
  readonly plan: Window;
  readonly gatherer: Gatherer;
  /** Those of PARTITION BY, then those of ORDER BY, and where their values are. */
  readonly terms: readonly SortTerm[];
  readonly keys: readonly number[];
  readonly calls: readonly Results[];
  readonly writer: RowWriter;
  readonly scope: ExprScope;
}

/**
 * Orders the rows by partition and order, and computes the calls for all of them.
 * @param columns what its rows are to hold, of the input's columns and the calls'
 */
export function window(plan: Window, input: Operator, scope: ExprScope, columns: readonly Column[]): Operator {
  const gatherer = new Gatherer(scope);
  const partitionBy = plan.partitionBy.map(
    (expr): SortTerm => ({ expr, descending: false, nullsFirst: true, collation: collationOf(expr) }),
  );
  const terms = [...partitionBy, ...plan.orderBy];
  const resultOf = (column: Column): number => plan.calls.findIndex((call) => call.column.id === column.id);
  const origins = columns.map((column) => {
    const result = resultOf(column);
    return result < 0 ? { slot: gatherer.slot({ kind: 'column', column }) } : { result };
  });
  const windowing: Windowing = {
    plan,
    gatherer,
    terms,
    keys: terms.map((term) => gatherer.slot(term.expr)),
    calls: plan.calls.map((call) => resultsOf(call, gatherer, scope)),
    writer: new RowWriter(origins, scope),
    scope,
  };
  return { columns, open: () => windowed(input, windowing) };
}

function* windowed(input: Operator, windowing: Windowing): Stream {
  const { plan, gatherer, writer, scope } = windowing;
  const { run } = scope;
  const holding = run.memory.hold('window');
  try {
    const offsets = yield* offsetsOf(plan, scope);
    const gathered = gatherer.open(holding);
    yield* gather(input.open(), gathered, run);
    const ordered = yield* inOrder(gathered, offsets, windowing, holding);
    const results: (readonly Value[])[] = [];
    for (const call of windowing.calls) results.push(yield* call(ordered));
    const { order } = ordered.places;
    for (let start = 0; start < order.length; start += BATCH_ROWS)
      yield writer.rows(gathered, order, start, Math.min(start + BATCH_ROWS, order.length), results);
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

function* gather(stream: Stream, gathered: Gathered, run: Run): Task<void> {
  for (const item of stream) {
    if (item instanceof Pending) yield item;
    else yield* gathered.take(item);
    if (run.pauseDue()) yield run.pause();
  }
}

/** Words for each term; places and their groups, partitions, bounds of frames. */
const bytesToOrder = (terms: readonly SortTerm[]): number => 48 + 8 * terms.length;

function* inOrder(
  gathered: Gathered,
  offsets: Offsets,
  { plan, terms, keys, scope: { run } }: Windowing,
  holding: Holding,
): Task<Ordered> {
  holding.add(gathered.size * bytesToOrder(terms));
  const values = keys.map((slot) => gathered.values(slot));
  const ordering = yield* orderingOf(values, terms, gathered.size, run);
  const places = yield* placesOf(ordering, plan.partitionBy.length, run);
  const [term] = plan.orderBy;
  const key = term && { term, values: values[plan.partitionBy.length] as readonly Value[] }; // there is a first term
  return { gathered, places, frames: yield* framesOf(plan.frame, offsets, places, key, run), holding };
}

/** A result, and an argument in order. */
const VALUE_BYTES = 16;

function resultsOf(call: WindowCall, gatherer: Gatherer, scope: ExprScope): Results {
  const { fn } = call;
  const args = call.args.map((arg, index) => ({
    slot: gatherer.slot(arg),
    convert: argumentConversion(argType(fn.args, index)),
  }));
  const filter = call.filter && gatherer.slot(call.filter);
  const env = functionEnv(call, scope);
  return function* (ordered) {
    const { gathered, places, frames, holding } = ordered;
    holding.add(places.size * VALUE_BYTES * (args.length + 1));
    const columns = args.map(({ slot, convert }) => {
      const values = places.inOrder(gathered.values(slot));
      return convert ? values.map((value) => (value === null ? null : convert(value))) : values;
    });
    const seen = { places, frames, args: columns };
    if (fn.kind === 'window') return yield* ofEachPlace(windowFunction(fn.name)(seen), places, scope.run);
    const passes = filter === undefined ? undefined : places.inOrder(gathered.values(filter)).map(passesFilter);
    return yield* overFrames(fn.bind(env), seen, passes, holding, scope.run);
  };
}

const passesFilter = (value: Value): boolean => isTrue(value) === true;

function* ofEachPlace(
  valueAt: ReturnType<ReturnType<typeof windowFunction>>,
  { partitions, size }: Places,
  run: Run,
): Task<readonly Value[]> {
  const values: Value[] = new Array(size);
  let partition = 0;
  yield* eachStep(size, run, (start, end) => {
    for (let place = start; place < end; place++) {
      if (place >= (partitions[partition + 1] as number)) partition++; // there is one more entry, as below
      values[place] = valueAt(place, partitions[partition] as number, partitions[partition + 1] as number);
    }
  });
  return values;
}
