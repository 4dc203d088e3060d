import { collationOf } from '../../core/index.js';
import type { Accumulator, Sum } from '../../sql/functions/index.js';
import type { AggregateCall } from '../../sql/planner/index.js';
import type { ExprScope } from '../expressions/index.js';
import { collectorOf } from './collectors.js';
import { CountColumn } from './count-column.js';
import { DistinctColumn } from './distinct-column.js';
import { ExtremumColumn } from './extremum-column.js';
import { ObjectColumn } from './object-column.js';
import type { StateColumn } from './state-column.js';
import { lazyAccumulator, Stepper } from './stepper.js';
import { SumColumn } from './sum-column.js';

export { CountColumn } from './count-column.js';
export { ExtremumColumn } from './extremum-column.js';
export type { StateColumn } from './state-column.js';
export { SumColumn } from './sum-column.js';

/** A call made ready; each run of the grouping begins with a column of its own. @param isOnlyGroup there is no GROUP BY */
export function columnMaker(call: AggregateCall, scope: ExprScope, isOnlyGroup: boolean): () => StateColumn {
  const passes = call.filter && scope.isTrue(call.filter);
  const args = call.args.map((arg) => scope.value(arg));
  const accumulator = lazyAccumulator(call, scope);
  if (call.orderBy.length === 0 && call.distinct) {
    const stepper = new Stepper(call, accumulator);
    return () => new DistinctColumn(call, args, stepper, passes, isOnlyGroup);
  }
  const { column } = call.fn;
  const [argument] = args;
  if (call.orderBy.length > 0) return objects(call, scope);
  if (column === 'count') return () => new CountColumn(argument, passes);
  if (!argument || !column) return objects(call, scope);
  if (column === 'sum') return () => new SumColumn(accumulator() as Accumulator<Sum>, argument, passes); // what its spec says
  const collation = collationOf(call.collation);
  return () => new ExtremumColumn(column === 'max' ? 1 : -1, collation, argument, passes);
}

function objects(call: AggregateCall, scope: ExprScope): () => StateColumn {
  const collector = collectorOf(call, scope);
  return () => new ObjectColumn(collector);
}
