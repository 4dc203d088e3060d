import { aggregate } from '../spec.js';
import { type Joined, joining } from './joining.js';

export const stringAgg = aggregate<Joined>({
  name: 'string_agg',
  description: 'The values as one text, with the second argument between; null where there is none.',
  args: ['any', 'any'],
  returns: 'text',
  examples: [["(SELECT string_agg(x, '; ') FROM (SELECT 1 AS x UNION ALL SELECT 2))", '1; 2']],
  bind: () => joining,
});
