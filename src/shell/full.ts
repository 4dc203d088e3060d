// The shell in full, a part of the program of its own: dot commands, and all of osquery's shell.
export { attachedQuery } from './attached-query.js';
export { completion } from './completion/index.js';
export { hostqlInput, hostqlSession } from './hostql-session.js';
export { osqueryMain } from './osquery/index.js';
