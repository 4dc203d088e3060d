export * from './matches.js';
export type * from './protocol.js';
export * from './rules.js';
export * from './scanner.js';
