import { selfTable } from './self-table.js';

export const hostqlLanes = selfTable({
  name: 'hostql_lanes',
  description: 'Threads that run queries',
  columns: {
    lane: ['integer', 'Number, from 1'],
    running: ['text', 'Name of the query it runs'],
    runs: ['bigint', 'Queries it ran'],
  },
});
