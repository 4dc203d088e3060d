import { aggregate } from '../spec.js';
import { type Extremum, extremum } from './extremum.js';

export const max = aggregate<Extremum>({
  name: 'max',
  description: 'The greatest value; null where there is none.',
  args: ['any'],
  returns: 'any',
  picksRow: true,
  column: 'max',
  examples: [
    ["(SELECT max(x) FROM (SELECT 1 AS x UNION ALL SELECT 'a' UNION ALL SELECT NULL))", 'a'],
    ['(SELECT max(x) FROM (SELECT 1 AS x WHERE 0))', null],
  ],
  bind: (env) => extremum(env, 1),
});
