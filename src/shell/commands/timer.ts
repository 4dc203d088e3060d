import { switchCommand } from './switch.js';

export const timer = switchCommand('timer', 'Tell how long each statement took', 'timer');
