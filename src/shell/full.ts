// The shell in full, a part of the program of its own: dot commands, the terminal, and all of osquery's shell.
export { completion } from './completion/index.js';
export { hostqlMain, hostqlSession } from './hostql-session.js';
export { osqueryMain } from './osquery/index.js';
