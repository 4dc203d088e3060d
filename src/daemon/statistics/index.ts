export * from './performance.js';
export * from './purge.js';
export * from './totals.js';
