export { explainQuery, explainStatement, type How } from './explain/index.js';
export { osqueryPolicy } from './osquery-policy.js';
export { type Explained, explained, isPlanned, toQuery } from './plan.js';
export type { Policy } from './policy.js';
export { prepareStatement } from './prepare-statement.js';
export { action, type Prepared, type ResultColumn, type RunOptions } from './prepared.js';
export { openSession, runContext, type Session } from './session.js';
export { StatementCache } from './statement-cache.js';
