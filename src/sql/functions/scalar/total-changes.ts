import { scalar } from '../spec.js';

export const totalChanges = scalar({
  name: 'total_changes',
  description: 'How many rows INSERT, UPDATE and DELETE have changed since the connection was opened.',
  args: [],
  returns: 'integer',
  volatile: true,
  examples: [['total_changes()', 0]],
  bind:
    ({ counters }) =>
    () =>
      counters?.totalChanges ?? 0,
});
