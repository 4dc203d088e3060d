import { scalar } from '../spec.js';

export const unlikely = scalar({
  name: 'unlikely',
  description: 'The argument; a hint that it is mostly false.',
  args: ['any'],
  returns: 'any',
  examples: [['unlikely(5)', 5]],
  call: (value) => value,
});
