export { type History, inMemory } from './history.js';
export { hostqlHistory } from './hostql.js';
export { osqueryHistory } from './osquery.js';
