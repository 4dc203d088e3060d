import { real } from '../../../core/index.js';
import { aggregate } from '../spec.js';
import { addToSum, type Sum, startSum, sumAsReal } from './summing.js';

export const total = aggregate<Sum>({
  name: 'total',
  description: 'The sum as a REAL, 0.0 where there is no value.',
  args: ['any'],
  returns: 'real',
  column: 'sum',
  examples: [
    ['(SELECT total(x) FROM (SELECT 1 AS x UNION ALL SELECT 2))', real(3)],
    ['(SELECT total(x) FROM (SELECT 1 AS x WHERE 0))', real(0)],
  ],
  bind: () => ({
    start: startSum,
    step: (state, value = null) => addToSum(state, value, 1),
    inverse: (state, value = null) => addToSum(state, value, -1),
    finish: sumAsReal,
  }),
});
