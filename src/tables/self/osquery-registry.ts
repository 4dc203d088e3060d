import { selfTable } from './self-table.js';

export const osqueryRegistry = selfTable({
  name: 'osquery_registry',
  description: 'Parts of this program by kind',
  examples: [
    "SELECT name FROM osquery_registry WHERE registry = 'logger'",
    'SELECT registry, count(*) AS plugins FROM osquery_registry WHERE active = 1 GROUP BY registry',
  ],
  columns: {
    registry: ['text', 'Kind of part'],
    name: ['text', 'Name'],
    owner_uuid: ['integer', 'Extension that brought it, 0 for none'],
    internal: ['integer', '1 where others cannot call it'],
    active: ['integer', '1 where it is in use'],
  },
});
