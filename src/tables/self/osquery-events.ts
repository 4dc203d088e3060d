import { selfTable } from './self-table.js';

export const osqueryEvents = selfTable({
  name: 'osquery_events',
  description: 'Sources of events and the tables that keep them',
  examples: [
    'SELECT name, events FROM osquery_events WHERE active = 1',
    'SELECT publisher, sum(subscriptions) AS subscriptions FROM osquery_events GROUP BY publisher',
  ],
  columns: {
    name: ['text', 'Name'],
    publisher: ['text', 'Source'],
    type: ['text', 'publisher or subscriber'],
    subscriptions: ['integer', 'Subscriptions'],
    events: ['integer', 'Events seen, or kept'],
    refreshes: ['integer', 'Turns of the loop of a publisher'],
    active: ['integer', '1 where it runs'],
  },
});
