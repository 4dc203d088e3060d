import { scalar } from '../spec.js';

/** The executor evaluates the second argument only where it is needed. */
export const ifnull = scalar({
  name: 'ifnull',
  description: 'The first argument, or the second where the first is null.',
  args: ['any', 'any'],
  returns: 'any',
  nulls: 'seen',
  examples: [
    ['ifnull(NULL, 1)', 1],
    ['ifnull(2, 1)', 2],
  ],
  call: (value, otherwise) => value ?? otherwise,
});
