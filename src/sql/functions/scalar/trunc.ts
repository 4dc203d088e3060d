import { real, storageClass, toFloat, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';
import { numberOf } from './sqlite-math.js';

/** As in SQLite, a REAL stays REAL; osquery's `ceil` and `floor` give an INTEGER. */
export const trunc = scalar({
  name: 'trunc',
  description: 'The number without its fraction; an INTEGER as it is.',
  args: ['any'],
  returns: 'numeric',
  examples: [
    ['trunc(2.7)', real(2)],
    ['trunc(-2.7)', real(-2)],
    ['trunc(7)', 7],
    ["trunc('12')", 12],
    ["trunc('x')", null],
  ],
  call(value: Value) {
    const number = numberOf(value);
    if (number === undefined) return null;
    return storageClass(number) === 'integer' ? number : real(Math.trunc(toFloat(number)));
  },
});
