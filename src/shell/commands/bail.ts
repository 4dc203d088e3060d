import { switchCommand } from './switch.js';

export const bail = switchCommand('bail', 'Stop at the first error of a script', 'bail');
