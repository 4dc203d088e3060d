export { sortedBy } from './sorted-by.js';
