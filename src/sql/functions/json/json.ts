import type { Value } from '../../../core/index.js';
import { documentOf } from './cache.js';
import { render } from './render.js';
import { jsonScalar } from './spec.js';

export const json = jsonScalar({
  name: 'json',
  description: 'The JSON, or JSON5, as JSON without blanks.',
  args: ['any'],
  examples: [
    [`json(' { "this" : "is", "a": [ "test" ] } ')`, '{"this":"is","a":["test"]}'],
    [`json('{a:[.5,0x10,],}')`, '{"a":[0.5,16]}'],
    ['json(NULL)', null],
  ],
  call: (value) => render(documentOf(value as Exclude<Value, null>), 0), // nulls do not come here
});
