import { scalar } from '../spec.js';

export const lastInsertRowid = scalar({
  name: 'last_insert_rowid',
  description: 'The rowid of the last row that INSERT added; 0 before the first.',
  args: [],
  returns: 'integer',
  volatile: true,
  examples: [['last_insert_rowid()', 0]],
  bind:
    ({ counters }) =>
    () =>
      counters?.lastInsertRowid ?? 0,
});
