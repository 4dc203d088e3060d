import { COST, tableOf } from '../../catalog/index.js';
import { readOr, readUptimeSeconds } from '../../host/index.js';

const { table, integer, bigint } = tableOf<number>(); // a row is made from: seconds since boot

/** One row. Time asleep counts, as it does in uptime(1). */
export const uptime = table({
  name: 'uptime',
  description: 'Time passed since the last boot',
  rows: 1,
  rowCost: COST.file,
  sources: ['/proc/uptime'],
  examples: [
    'SELECT days, hours, minutes FROM uptime',
    'SELECT total_seconds < 3600 AS booted_within_the_hour FROM uptime',
  ],
  columns: {
    days: integer('Whole days since boot', (total) => Math.floor(total / 86_400)),
    hours: integer('Hours past the last whole day', (total) => Math.floor(total / 3_600) % 24),
    minutes: integer('Minutes past the last whole hour', (total) => Math.floor(total / 60) % 60),
    seconds: integer('Seconds past the last whole minute', (total) => total % 60),
    total_seconds: bigint('Seconds since boot', (total) => total),
  },
  *scan({ host }) {
    const seconds = readOr(null, () => readUptimeSeconds(host));
    if (seconds !== null) yield seconds;
  },
});
