import { real, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';
import { floatOf } from './sqlite-math.js';

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
    ["trunc('x')", null],
  ],
  call(value: Value) {
    const float = floatOf(value);
    if (float === undefined) return null;
    if (typeof value === 'bigint' || Number.isSafeInteger(value)) return value;
    return real(Math.trunc(float));
  },
});
