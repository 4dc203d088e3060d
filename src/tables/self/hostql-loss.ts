import { selfTable } from './self-table.js';

export const hostqlLoss = selfTable({
  name: 'hostql_loss',
  description: 'Streams of the log: lines written and lines lost',
  examples: [
    'SELECT * FROM hostql_loss WHERE lost > 0',
    'SELECT stream, sum(lost) AS lost FROM hostql_loss GROUP BY stream',
  ],
  columns: {
    stream: ['text', 'results, snapshots or status'],
    sink: ['text', 'Where lines go; empty in the line that counts all'],
    sequence: ['bigint', 'Lines written since the start'],
    lost: ['bigint', 'Lines that did not arrive'],
    reason: ['text', 'Why'],
  },
});
