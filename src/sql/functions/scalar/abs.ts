import { INT64_MIN, integer, real, SqlError, toReal } from '../../../core/index.js';
import { scalar } from '../spec.js';

/** Text gives a REAL always, as in SQLite. */
export const abs = scalar({
  name: 'abs',
  description: 'The number without its sign.',
  args: ['any'],
  returns: 'numeric',
  examples: [
    ['abs(-7)', 7],
    ["abs('-7.5')", 7.5],
    ["abs('5')", real(5)],
    ["abs('abc')", real(0)],
    ['abs(NULL)', null],
  ],
  call(value) {
    if (value === null) return null;
    if (typeof value === 'number') return Math.abs(value);
    if (typeof value !== 'bigint') return real(Math.abs(toReal(value)));
    if (value === INT64_MIN) throw new SqlError('overflow', 'integer overflow');
    return value < 0n ? integer(-value) : value;
  },
});
