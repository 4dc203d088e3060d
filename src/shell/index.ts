export { oneShot } from './one-shot.js';
export type { Program } from './options.js';
