export { explainQuery, explainStatement } from './explain.js';
export { osqueryPolicy } from './osquery-policy.js';
export { type Explained, explained, isPlanned, toQuery } from './plan.js';
export type { Policy } from './policy.js';
export { prepareStatement } from './prepare-statement.js';
export type { Prepared, ResultColumn, RunOptions } from './prepared.js';
export { openSession, runContext, type Session } from './session.js';
