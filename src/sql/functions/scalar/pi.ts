import { scalar } from '../spec.js';

export const pi = scalar({
  name: 'pi',
  description: "The ratio of a circle's circumference to its diameter.",
  args: [],
  returns: 'real',
  examples: [['pi()', Math.PI]],
  call: () => Math.PI,
});
