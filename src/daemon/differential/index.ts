export * from './differential.js';
export { escapeText, type ResultSet, toResultRows } from './result-set.js';
export * from './snapshot.js';
export { StateError } from './stored-row.js';
