export * from './performance.js';
export * from './purge.js';
