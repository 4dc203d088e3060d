export * from './block.js';
export * from './names.js';
export * from './settings.js';
export * from './source.js';
