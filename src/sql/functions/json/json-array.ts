import { jsonOf } from './render.js';
import { jsonScalar } from './spec.js';

export const jsonArray = jsonScalar({
  name: 'json_array',
  description: 'An array of the arguments.',
  args: ['json'],
  minArgs: 0,
  maxArgs: 127,
  nulls: 'seen',
  examples: [
    [`json_array(1,2,'3',4)`, '[1,2,"3",4]'],
    [`json_array('[1,2]')`, '["[1,2]"]'],
    ['json_array(json_array(1,2))', '[[1,2]]'],
    ['json_array(1,NULL,1.0)', '[1,null,1.0]'],
    ['json_array()', '[]'],
  ],
  call: (...values) => `[${values.map(jsonOf).join(',')}]`,
});
