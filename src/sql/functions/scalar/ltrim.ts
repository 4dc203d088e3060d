import { scalar } from '../spec.js';
import { trimEnds } from './trim-ends.js';

export const ltrim = scalar({
  name: 'ltrim',
  description: 'The text without spaces at its start, or without the characters of the second argument.',
  args: ['text', 'text'],
  minArgs: 1,
  returns: 'text',
  examples: [
    ["ltrim('0042', '0')", '42'],
    ["ltrim('  q ')", 'q '],
  ],
  call: (text: string, chars = ' ') => trimEnds(text, chars, { start: true, end: false }),
});
