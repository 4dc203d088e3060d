export type { Probe } from './btree.js';
export { BTree } from './btree.js';
export { Database, type DatabaseView, type Mark, tableIn } from './database.js';
export { type KeyEnd, type KeyRange, probeFor } from './key-range.js';
export * from './schema.js';
export { StoredIndex } from './stored-index.js';
export { StoredTable } from './stored-table.js';
