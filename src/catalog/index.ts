export * from './catalog.js';
export * from './cost-class.js';
export * from './known-tables.js';
export * from './lazy-table.js';
export * from './shared.js';
export * from './spec.js';
export * from './table.js';
