import { switchCommand } from './switch.js';

export const pager = switchCommand('pager', 'Show what is longer than the screen page by page', 'pages');
