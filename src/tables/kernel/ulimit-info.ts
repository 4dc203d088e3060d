import { tableOf } from '../../catalog/index.js';
import { type ResourceLimit, readLimits, readOrWarn } from '../../host/index.js';

const { table, text } = tableOf<ResourceLimit>();

/** What our own process may use. */
export const ulimitInfo = table({
  name: 'ulimit_info',
  description: 'Limits of this very process (getrlimit), in bytes, seconds or a number by kind',
  rows: 15,
  sources: ['/proc/self/limits'],
  examples: [
    "SELECT soft_limit, hard_limit FROM ulimit_info WHERE type = 'nofile'",
    'SELECT type FROM ulimit_info WHERE soft_limit = hard_limit',
  ],
  columns: {
    type: text('What is limited, such as nofile, nproc, core', (limit) => limit.type),
    soft_limit: text('What holds now: digits or unlimited', (limit) => limit.soft),
    hard_limit: text('How far a process without privilege may raise it', (limit) => limit.hard),
  },
  *scan({ host, warn }) {
    yield* readOrWarn([], warn, () => readLimits(host, 'self'));
  },
});
