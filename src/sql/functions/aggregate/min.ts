import { aggregate } from '../spec.js';
import { type Extremum, extremum } from './extremum.js';

export const min = aggregate<Extremum>({
  name: 'min',
  description: 'The least value; null where there is none.',
  args: ['any'],
  returns: 'any',
  picksRow: true,
  column: 'min',
  examples: [
    ["(SELECT min(x) FROM (SELECT 1 AS x UNION ALL SELECT 'a' UNION ALL SELECT NULL))", 1],
    ["(SELECT min(x COLLATE NOCASE) FROM (SELECT 'a' AS x UNION ALL SELECT 'B'))", 'a'],
  ],
  bind: (env) => extremum(env, -1),
});
