import { scalar } from '../spec.js';
import { roundedTo } from './rounding.js';

export const ceil = scalar({
  name: 'ceil',
  aliases: ['ceiling'],
  description: 'The least integer not below the number.',
  args: ['any'],
  returns: 'numeric',
  examples: [
    ['ceil(1.2)', 2],
    ['ceil(7)', 7],
    ["ceil('abc')", 0],
    ['ceil(-0.5)', 0],
    ['ceil(NULL)', null],
  ],
  call: (value) => roundedTo(Math.ceil, value),
});
