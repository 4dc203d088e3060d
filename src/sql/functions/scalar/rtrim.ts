import { scalar } from '../spec.js';
import { trimEnds } from './trim-ends.js';

export const rtrim = scalar({
  name: 'rtrim',
  description: 'The text without spaces at its end, or without the characters of the second argument.',
  args: ['text', 'text'],
  minArgs: 1,
  returns: 'text',
  examples: [
    ["rtrim('a/b//', '/')", 'a/b'],
    ["rtrim('  q ')", '  q'],
  ],
  call: (text: string, chars = ' ') => trimEnds(text, chars, { start: false, end: true }),
});
