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
    state: ['text', 'starting, running, waiting (it failed and is tried again), unavailable, or off', { hidden: true }],
    reason: ['text', 'Why a source does not run', { hidden: true }],
    received: ['bigint', 'Events that came for a table since the start', { hidden: true }],
    stored: ['bigint', 'Those of them that were stored', { hidden: true }],
    dropped: ['bigint', 'Events known to be lost, by the kernel or by us', { hidden: true }],
    gaps: ['bigint', 'Gap records: each tells of a loss', { hidden: true }],
    expired: ['bigint', 'Events deleted for their age, or to make room', { hidden: true }],
    kept: ['bigint', 'Events in the store now', { hidden: true }],
  },
});
