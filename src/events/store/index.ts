export type { BlockRange } from './block-index.js';
export * from './event-store.js';
export type { BlockRef } from './keys.js';
