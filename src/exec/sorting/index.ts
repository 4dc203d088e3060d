export { type Gathered, Gatherer } from './gatherer.js';
export { RowWriter } from './row-writer.js';
export { inOrder, type Ordering, orderingOf, orderOf, sortedBy } from './sorted-by.js';
export { eachStep } from './steps.js';
