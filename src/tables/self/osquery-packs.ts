import { selfTable } from './self-table.js';

export const osqueryPacks = selfTable({
  name: 'osquery_packs',
  description: 'Packs of the configuration',
  examples: [
    'SELECT name FROM osquery_packs WHERE active = 0',
    "SELECT name, shard, version FROM osquery_packs WHERE platform = 'linux'",
  ],
  columns: {
    name: ['text', 'Name; main is the schedule of a source'],
    platform: ['text', 'Platforms it is for'],
    version: ['text', 'Least version it is for', { collation: 'version' }],
    shard: ['integer', 'Percent of hosts it is for; 0 for all'],
    discovery_cache_hits: ['integer', 'How often the last answer of its discovery queries was used'],
    discovery_executions: ['integer', 'How often its discovery queries ran'],
    active: ['integer', '1 where its queries run'],
  },
});
