import { isTrue } from '../../../core/index.js';
import { scalar } from '../spec.js';

/** The executor evaluates only the branch it returns. */
export const iif = scalar({
  name: 'iif',
  aliases: ['if'],
  description: 'The second argument where the first is true, else the third.',
  args: ['any', 'any', 'any'],
  returns: 'any',
  nulls: 'seen',
  examples: [
    ["iif(0, 'a', 'b')", 'b'],
    ["iif('1x', 'a', 'b')", 'a'],
    ["iif(NULL, 'a', 'b')", 'b'],
  ],
  call: (condition, then, otherwise) => (isTrue(condition) ? then : otherwise),
});
