import { asciiUpper } from '../../../core/index.js';
import { scalar } from '../spec.js';

export const upper = scalar({
  name: 'upper',
  description: 'The text with a-z as A-Z; other letters keep their case.',
  args: ['text'],
  returns: 'text',
  examples: [
    ["upper('naïve')", 'NAïVE'],
    ['upper(NULL)', null],
  ],
  call: (text) => asciiUpper(text),
});
