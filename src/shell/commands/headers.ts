import { switchCommand } from './switch.js';

export const headers = switchCommand('headers', 'Column names first, in modes with lines of values', 'header');
