export * from './lines.js';
export * from './view.js';
