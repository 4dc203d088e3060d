import { switchCommand } from './switch.js';

export const wrap = switchCommand('wrap', 'Break long cells of a box into lines instead of shortening them', 'wraps');
