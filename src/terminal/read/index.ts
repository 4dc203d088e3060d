export * from './menu.js';
export * from './reader.js';
export * from './search.js';
