import { compareValues } from '../../../core/index.js';
import { scalar } from '../spec.js';

export const nullif = scalar({
  name: 'nullif',
  description: 'The first argument, or null where it equals the second.',
  args: ['any', 'any'],
  returns: 'any',
  nulls: 'seen',
  examples: [
    ['nullif(3, 3)', null],
    ['nullif(3, 4)', 3],
    ["nullif('ABC' COLLATE NOCASE, 'abc')", null],
    ["nullif('3', 3)", '3'],
    ['nullif(1, NULL)', 1],
  ],
  bind:
    ({ collation }) =>
    (value, other) =>
      compareValues(value, other, collation) === 0 ? null : value,
});
