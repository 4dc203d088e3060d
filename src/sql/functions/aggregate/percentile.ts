import { real } from '../../../core/index.js';
import { aggregate } from '../spec.js';
import { percentile as accumulate, type Numbers } from './percentiles.js';

export const percentile = aggregate<Numbers>({
  name: 'percentile',
  description:
    'The number at so many hundredths of the way through the numbers in their order, between two of them where it falls there.',
  args: ['any', 'any'],
  returns: 'real',
  examples: [
    ['(SELECT percentile(x, 50) FROM (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 10))', 2.5],
    [
      '(SELECT percentile(x, 100) FROM (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 10))',
      real(10),
    ],
  ],
  bind: () => accumulate({ name: 'percentile', whole: 100, isDiscrete: false }),
});
