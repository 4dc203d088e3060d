import { real } from '../../../core/index.js';
import { aggregate } from '../spec.js';
import { percentile as accumulate, type Numbers } from './percentiles.js';

export const percentileCont = aggregate<Numbers>({
  name: 'percentile_cont',
  description: 'percentile() with a share from 0 to 1.',
  args: ['any', 'any'],
  returns: 'real',
  examples: [
    [
      '(SELECT percentile_cont(x, 0.5) FROM (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 10))',
      2.5,
    ],
    [
      '(SELECT percentile_cont(x, 0) FROM (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 10))',
      real(1),
    ],
  ],
  bind: () => accumulate({ name: 'percentile_cont', whole: 1, isDiscrete: false }),
});
