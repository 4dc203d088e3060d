import { selfTable } from './self-table.js';

export const hostqlQueryStats = selfTable({
  name: 'hostql_query_stats',
  description: 'What each query of the schedule took and how it fared',
  examples: [
    'SELECT name, cpu_ms / runs AS ms, last_error FROM hostql_query_stats ORDER BY cpu_ms DESC LIMIT 10',
    'SELECT name, denylist_reason FROM hostql_query_stats WHERE denylist_until IS NOT NULL',
  ],
  columns: {
    name: ['text', 'Full name'],
    runs: ['bigint', 'Runs that gave a result'],
    failures: ['bigint', 'Runs that did not'],
    last_run: ['bigint', 'When it last ran, in seconds since the epoch'],
    next_run: ['bigint', 'When it is due, in seconds since the epoch'],
    running: ['integer', '1 where it runs now'],
    cpu_ms: ['bigint', 'Milliseconds of CPU'],
    wall_ms: ['bigint', 'Milliseconds'],
    rows: ['bigint', 'Rows of all results'],
    files: ['bigint', 'Files opened'],
    syscalls: ['bigint', 'System calls made to read'],
    bytes_read: ['bigint', 'Bytes read'],
    last_error: ['text', 'Why the last run failed, where it did'],
    denylist_reason: ['text', 'Why it is not run, where it is not'],
    denylist_until: ['bigint', 'Until when, in seconds since the epoch'],
  },
});
