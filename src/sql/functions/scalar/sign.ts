import { toReal, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';
import { numberOf } from './sqlite-math.js';

export const sign = scalar({
  name: 'sign',
  description: '-1, 0 or 1 for a number below, at or above zero; null for what is no number.',
  args: ['any'],
  returns: 'integer',
  examples: [
    ['sign(-3)', -1],
    ["sign('5')", 1],
    ['sign(0.0)', 0],
    ["sign('5x')", null],
    ["sign(x'35')", null],
  ],
  call(value: Value) {
    const number = numberOf(value);
    return number === undefined ? null : Math.sign(toReal(number)) + 0;
  },
});
