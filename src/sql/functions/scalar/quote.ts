import { quoteLiteral } from '../../../core/index.js';
import { checkSize } from '../size.js';
import { scalar } from '../spec.js';

export const quote = scalar({
  name: 'quote',
  description: 'The value as a SQL literal.',
  args: ['any'],
  returns: 'text',
  nulls: 'seen',
  examples: [
    ["quote('it''s')", "'it''s'"],
    ["quote(x'00ff')", "X'00FF'"],
    ['quote(NULL)', 'NULL'],
    ['quote(1.0)', '1.0'],
    ['quote(1/3.0)', '3.33333333333333314829e-01'],
  ],
  call(value) {
    if (typeof value === 'string' || value instanceof Uint8Array) checkSize(value.length * 2);
    return quoteLiteral(value);
  },
});
