import { real } from '../../../core/index.js';
import { aggregate } from '../spec.js';
import { percentile as accumulate, type Numbers } from './percentiles.js';

export const median = aggregate<Numbers>({
  name: 'median',
  description:
    'The middle of the numbers in their order, or the mean of the two in the middle; null where there is none.',
  args: ['any'],
  returns: 'real',
  examples: [
    ['(SELECT median(x) FROM (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 10))', 2.5],
    ['(SELECT median(x) FROM (SELECT NULL AS x))', null],
    ['(SELECT median(x) FROM (SELECT 7 AS x))', real(7)],
  ],
  bind: () => accumulate({ name: 'median', whole: undefined, isDiscrete: false }),
});
