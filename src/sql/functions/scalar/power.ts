import { real } from '../../../core/index.js';
import { scalar } from '../spec.js';
import { domainError, rangeError } from './math.js';
import { powerOf } from './sqlite-math.js';

export const power = scalar({
  name: 'power',
  description: 'The first argument to the power of the second.',
  args: ['real', 'real'],
  returns: 'real',
  examples: [
    ['power(2, 10)', real(1024)],
    ["power('3', 2)", real(9)],
    ['power(NULL, 2)', null],
  ],
  call(base, exponent) {
    const result = powerOf(base, exponent);
    if (Number.isNaN(result)) throw domainError();
    if (!Number.isFinite(result) && Number.isFinite(base) && Number.isFinite(exponent)) throw rangeError();
    return real(result);
  },
});
