import { switchCommand } from './switch.js';

export const headers = switchCommand('headers', 'Column names first, in the modes column, csv, list and tsv', 'header');
