import { selfTable } from './self-table.js';

export const osqueryExtensions = selfTable({
  name: 'osquery_extensions',
  description: 'Extensions that are registered',
  examples: [
    'SELECT name, version, path FROM osquery_extensions',
    "SELECT count(*) AS modules FROM osquery_extensions WHERE type = 'module'",
  ],
  columns: {
    uuid: ['bigint', 'Number it was given'],
    name: ['text', 'Name'],
    version: ['text', 'Version', { collation: 'version' }],
    sdk_version: ['text', 'Least version of the interface it needs', { collation: 'version' }],
    path: ['text', 'Socket'],
    type: ['text', 'core or extension'],
  },
});
