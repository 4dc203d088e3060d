import { selfTable } from './self-table.js';

export const hostqlLanes = selfTable({
  name: 'hostql_lanes',
  description: 'Threads that run queries',
  examples: ['SELECT lane, running FROM hostql_lanes', 'SELECT sum(runs) AS runs FROM hostql_lanes'],
  columns: {
    lane: ['integer', 'Number, from 1'],
    running: ['text', 'Name of the query it runs'],
    runs: ['bigint', 'Queries it ran'],
  },
});
