import { scalar } from '../spec.js';
import { roundedTo } from './rounding.js';

export const floor = scalar({
  name: 'floor',
  description: 'The greatest integer not above the number.',
  args: ['any'],
  returns: 'numeric',
  examples: [
    ['floor(-1.5)', -2],
    ["floor('2.9x')", 2],
    ['floor(NULL)', null],
  ],
  call: (value) => roundedTo(Math.floor, value),
});
