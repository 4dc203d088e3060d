export { orderOf, sortedBy } from './sorted-by.js';
