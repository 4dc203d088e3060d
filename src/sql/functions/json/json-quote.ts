import { jsonOf } from './render.js';
import { jsonScalar } from './spec.js';

export const jsonQuote = jsonScalar({
  name: 'json_quote',
  description: 'The value as JSON: a text in quotes, a number, null; JSON as it is.',
  args: ['json'],
  nulls: 'seen',
  examples: [
    ['json_quote(3.14159)', '3.14159'],
    [`json_quote('verdant')`, '"verdant"'],
    [`json_quote('[1]')`, '"[1]"'],
    [`json_quote(json('[1]'))`, '[1]'],
    ['json_quote(NULL)', 'null'],
  ],
  call: jsonOf,
});
