export type { Denied } from './denylist.js';
export { plannedQueries } from './entries.js';
export type { Log } from './log.js';
export { oneStatement } from './one-statement.js';
export * from './options.js';
export { Scheduler } from './scheduler.js';
