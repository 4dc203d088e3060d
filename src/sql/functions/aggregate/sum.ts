import { INT64_MAX, INT64_MIN, SqlError, type Value } from '../../../core/index.js';
import { aggregate } from '../spec.js';
import { addToSum, type Sum, startSum, sumAsReal } from './summing.js';

/** Only a result that 64 bits do not hold is an overflow, not one on the way. */
export const sum = aggregate<Sum>({
  name: 'sum',
  description: 'The sum: INTEGER where all values are, else REAL; null where there is no value.',
  args: ['any'],
  returns: 'numeric',
  column: 'sum',
  examples: [
    ['(SELECT sum(x) FROM (SELECT 1 AS x UNION ALL SELECT 2))', 3],
    ['(SELECT sum(x) FROM (SELECT 1 AS x UNION ALL SELECT 0.5))', 1.5],
    ['(SELECT sum(x) FROM (SELECT 1 AS x WHERE 0))', null],
  ],
  bind: () => ({
    start: startSum,
    step: (state, value = null) => addToSum(state, value, 1),
    inverse: (state, value = null) => addToSum(state, value, -1),
    finish: result,
  }),
});

function result(state: Sum): Value {
  if (state.count === 0) return null;
  if (state.isReal) return sumAsReal(state);
  if (state.whole > INT64_MAX || state.whole < INT64_MIN) throw new SqlError('overflow', 'integer overflow');
  return state.whole;
}
