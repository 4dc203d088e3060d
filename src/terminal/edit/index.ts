export * from './commands.js';
export * from './editor.js';
export * from './motions.js';
