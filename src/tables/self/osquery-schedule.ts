import { selfTable } from './self-table.js';

export const osquerySchedule = selfTable({
  name: 'osquery_schedule',
  description: 'Queries of the schedule and what they took',
  examples: [
    'SELECT name, wall_time_ms / executions AS ms FROM osquery_schedule WHERE executions > 0 ORDER BY ms DESC',
    'SELECT name, interval FROM osquery_schedule WHERE denylisted = 1',
  ],
  columns: {
    name: ['text', 'Full name, with that of its pack'],
    query: ['text', 'SQL'],
    interval: ['integer', 'Seconds between runs, as written'],
    executions: ['bigint', 'Runs'],
    last_executed: ['bigint', 'When it last ran, in seconds since the epoch'],
    denylisted: ['integer', '1 where it is not run for what it did'],
    output_size: ['bigint', 'Bytes of all results'],
    wall_time: ['bigint', 'Seconds of all runs, each rounded down'],
    wall_time_ms: ['bigint', 'Milliseconds of all runs'],
    last_wall_time_ms: ['bigint', 'Milliseconds of the last run'],
    user_time: ['bigint', 'Milliseconds of CPU outside of the kernel'],
    last_user_time: ['bigint', 'The same, of the last run'],
    system_time: ['bigint', 'Milliseconds of CPU in the kernel'],
    last_system_time: ['bigint', 'The same, of the last run'],
    average_memory: ['bigint', 'Bytes that memory grew by, on average'],
    last_memory: ['bigint', 'The same, of the last run'],
  },
  columnAliases: { blacklisted: 'denylisted' },
});
