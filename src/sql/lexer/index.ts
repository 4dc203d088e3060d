export * from './keywords.js';
export * from './token.js';
export * from './token-types.js';
export * from './tokenize.js';
