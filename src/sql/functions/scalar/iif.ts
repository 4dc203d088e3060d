import { isTrue, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';

/** The executor evaluates only the branch it returns. */
export const iif = scalar({
  name: 'iif',
  aliases: ['if'],
  description:
    'The second argument where the first is true, else the third, null without one. More pairs of a condition and a value may stand before the last.',
  args: ['any'],
  minArgs: 2,
  maxArgs: 127,
  returns: 'any',
  nulls: 'seen',
  examples: [
    ["iif(0, 'a', 'b')", 'b'],
    ["iif('1x', 'a', 'b')", 'a'],
    ["iif(NULL, 'a', 'b')", 'b'],
    ["iif(0, 'a')", null],
    ["iif(0, 'a', 1, 'b', 'c')", 'b'],
  ],
  call: choose,
});

function choose(...[condition = null, then, ...rest]: Value[]): Value {
  if (then === undefined) return condition;
  return isTrue(condition) ? then : choose(...rest);
}
