import { switchCommand } from './switch.js';

export const trace = switchCommand('trace', 'Show the plan of each query before its rows', 'trace');
