import { compareValues, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';

/** Of equal values the first. */
export const max = scalar({
  name: 'max',
  description: 'The greatest of the arguments; null where one is.',
  args: ['any'],
  minArgs: 2,
  maxArgs: 127,
  returns: 'any',
  examples: [
    ["max(3, 'a', 2.5)", 'a'],
    ["max('B', 'a')", 'a'],
    ["max('B' COLLATE NOCASE, 'a')", 'B'],
    ['max(1, NULL)', null],
  ],
  bind:
    ({ collation }) =>
    (...values: Value[]) =>
      values.reduce((best, value) => (compareValues(best, value, collation) < 0 ? value : best)),
});
