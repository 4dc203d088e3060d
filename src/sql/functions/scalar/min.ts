import { compareValues, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';

/** Of equal values the last, as in SQLite. */
export const min = scalar({
  name: 'min',
  description: 'The least of the arguments; null where one is.',
  args: ['any'],
  minArgs: 2,
  maxArgs: 127,
  returns: 'any',
  examples: [
    ["min(3, 'a', 2.5)", 2.5],
    ['min(3, NULL)', null],
  ],
  bind:
    ({ collation }) =>
    (...values: Value[]) =>
      values.reduce((best, value) => (compareValues(best, value, collation) >= 0 ? value : best)),
});
