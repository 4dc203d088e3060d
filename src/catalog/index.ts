export * from './catalog.js';
export * from './spec.js';
export * from './table.js';
