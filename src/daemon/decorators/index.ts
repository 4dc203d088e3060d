export * from './decorations.js';
