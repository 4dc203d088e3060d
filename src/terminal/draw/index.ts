export * from './layout.js';
export * from './painter.js';
export * from './reader-frame.js';
export * from './row.js';
