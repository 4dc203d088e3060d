import { aggregate } from '../spec.js';
import { type Joined, joining } from './joining.js';

export const groupConcat = aggregate<Joined>({
  name: 'group_concat',
  description: 'The values as one text, with commas or the second argument between; null where there is none.',
  args: ['any', 'any'],
  minArgs: 1,
  returns: 'text',
  examples: [
    ["(SELECT group_concat(x) FROM (SELECT 1 AS x UNION ALL SELECT NULL UNION ALL SELECT 'b'))", '1,b'],
    ["(SELECT group_concat(x, '/') FROM (SELECT 1 AS x UNION ALL SELECT 2))", '1/2'],
    ['(SELECT group_concat(x, NULL) FROM (SELECT 1 AS x UNION ALL SELECT 2))', '12'],
    ['(SELECT group_concat(x) FROM (SELECT NULL AS x))', null],
  ],
  bind: () => joining,
});
