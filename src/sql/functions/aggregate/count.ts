import { aggregate } from '../spec.js';

interface Count {
  rows: number;
}

export const count = aggregate<Count>({
  name: 'count',
  description: 'How many rows there are: all of them for count(*), those where the argument is not null for count(x).',
  args: ['any'],
  minArgs: 0,
  returns: 'integer',
  column: 'count',
  examples: [
    ['(SELECT count(*) FROM (SELECT 1 UNION ALL SELECT NULL))', 2],
    ['(SELECT count(x) FROM (SELECT 1 AS x UNION ALL SELECT NULL))', 1],
  ],
  bind: () => ({
    start: () => ({ rows: 0 }),
    step(state, ...args) {
      if (args[0] !== null) state.rows++;
    },
    inverse(state, ...args) {
      if (args[0] !== null) state.rows--;
    },
    finish: (state) => state.rows,
  }),
});
