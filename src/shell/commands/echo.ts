import { switchCommand } from './switch.js';

export const echo = switchCommand('echo', 'Show each command before what it gives', 'echo');
