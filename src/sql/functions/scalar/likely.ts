import { scalar } from '../spec.js';

export const likely = scalar({
  name: 'likely',
  description: 'The argument; a hint that it is mostly true.',
  args: ['any'],
  returns: 'any',
  examples: [['likely(5)', 5]],
  call: (value) => value,
});
