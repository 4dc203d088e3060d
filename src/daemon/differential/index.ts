export * from './differential.js';
export { escapeText, type ResultSet, toResultRows } from './result-set.js';
export { StateError } from './row-text.js';
export * from './snapshot.js';
