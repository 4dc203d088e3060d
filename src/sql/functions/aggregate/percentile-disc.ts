import { real } from '../../../core/index.js';
import { aggregate } from '../spec.js';
import { percentile as accumulate, type Numbers } from './percentiles.js';

export const percentileDisc = aggregate<Numbers>({
  name: 'percentile_disc',
  description:
    'The number that stands at a share from 0 to 1 of the way through the numbers in their order, or the one before.',
  args: ['any', 'any'],
  returns: 'real',
  examples: [
    [
      '(SELECT percentile_disc(x, 0.5) FROM (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 10))',
      real(2),
    ],
  ],
  bind: () => accumulate({ name: 'percentile_disc', whole: 1, isDiscrete: true }),
});
