import { aggregate } from '../spec.js';
import { type Gathered, gathering } from './json-group-array.js';
import { jsonOf } from './render.js';
import { quoteText } from './text.js';
import { textOfArgument } from './values.js';

export const jsonGroupObject = aggregate<Gathered>({
  name: 'json_group_object',
  description: 'Labels and values as an object. Rows without a label are left out.',
  args: ['json', 'json'],
  returns: 'text',
  json: true,
  examples: [
    ["(SELECT json_group_object(k, v) FROM (SELECT 'a' AS k, 1 AS v UNION ALL SELECT 'b', NULL))", '{"a":1,"b":null}'],
  ],
  bind: () =>
    gathering('{', '}', (label = null, value = null) => {
      const text = textOfArgument(label);
      return text === null ? undefined : `${quoteText(text)}:${jsonOf(value)}`;
    }),
});
