import { real } from '../../../core/index.js';
import { aggregate } from '../spec.js';
import { addToSum, type Sum, startSum, sumAsFloat } from './summing.js';

export const avg = aggregate<Sum>({
  name: 'avg',
  description: 'The mean of the values as a REAL; null where there is none.',
  args: ['any'],
  returns: 'real',
  column: 'sum',
  examples: [
    ['(SELECT avg(x) FROM (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT NULL))', 1.5],
    ["(SELECT avg(x) FROM (SELECT 'abc' AS x))", real(0)],
    ['(SELECT avg(x) FROM (SELECT 1 AS x WHERE 0))', null],
  ],
  bind: () => ({
    start: startSum,
    step: (state, value = null) => addToSum(state, value, 1),
    inverse: (state, value = null) => addToSum(state, value, -1),
    finish: (state) => (state.count === 0 ? null : real(sumAsFloat(state) / state.count)),
  }),
});
