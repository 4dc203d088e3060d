import { scalar } from '../spec.js';

export const changes = scalar({
  name: 'changes',
  description: 'How many rows the last INSERT, UPDATE or DELETE changed.',
  args: [],
  returns: 'integer',
  volatile: true,
  examples: [['changes()', 0]],
  bind:
    ({ counters }) =>
    () =>
      counters?.changes ?? 0,
});
