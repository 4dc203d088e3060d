export { type TableOptions, table } from './rows-table.js';
