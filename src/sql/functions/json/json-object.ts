import { SqlError, type Value } from '../../../core/index.js';
import { plain } from './mark.js';
import { jsonOf } from './render.js';
import { jsonScalar } from './spec.js';
import { quoteText } from './text.js';

export const jsonObject = jsonScalar({
  name: 'json_object',
  description: 'An object of labels and values, one after the other.',
  args: ['json'],
  minArgs: 0,
  maxArgs: 127,
  nulls: 'seen',
  examples: [
    [`json_object('a',2,'c',4)`, '{"a":2,"c":4}'],
    [`json_object('a',2,'c','{e:5}')`, '{"a":2,"c":"{e:5}"}'],
    [`json_object('a',2,'c',json_object('e',5))`, '{"a":2,"c":{"e":5}}'],
    ['json_object()', '{}'],
  ],
  call(...values) {
    if (values.length % 2 !== 0) throw new SqlError('runtime', 'json_object() requires an even number of arguments');
    const members: string[] = [];
    for (let at = 0; at < values.length; at += 2) {
      const label = plain(values[at] as Value); // within bounds
      if (typeof label !== 'string') throw new SqlError('runtime', 'json_object() labels must be TEXT');
      members.push(`${quoteText(label)}:${jsonOf(values[at + 1] as Value)}`); // even
    }
    return `{${members.join(',')}}`;
  },
});
