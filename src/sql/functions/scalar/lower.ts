import { asciiLower } from '../../../core/index.js';
import { scalar } from '../spec.js';

export const lower = scalar({
  name: 'lower',
  description: 'The text with A-Z as a-z; other letters keep their case.',
  args: ['text'],
  returns: 'text',
  examples: [
    ["lower('Naïve É')", 'naïve É'],
    ['lower(NULL)', null],
  ],
  call: (text) => asciiLower(text),
});
