import { scalar } from '../spec.js';
import { trimEnds } from './trim-ends.js';

export const trim = scalar({
  name: 'trim',
  description: 'The text without spaces at its ends, or without the characters of the second argument.',
  args: ['text', 'text'],
  minArgs: 1,
  returns: 'text',
  examples: [
    ["trim('  q ')", 'q'],
    ["trim('xxqxx', 'x')", 'q'],
    ["trim('éaé', 'é')", 'a'],
    ["trim(' a', '')", ' a'],
  ],
  call: (text: string, chars = ' ') => trimEnds(text, chars, { start: true, end: true }),
});
