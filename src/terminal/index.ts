export * from './cells.js';
export * from './draw/index.js';
export * from './edit/index.js';
export * from './keys.js';
export * from './pager/index.js';
export * from './progress.js';
export * from './read/index.js';
export * from './terminal.js';
