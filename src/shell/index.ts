export { oneShot } from './one-shot.js';
export { osqueryShell } from './osquery/shell.js';
