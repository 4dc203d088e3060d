export { oneShot } from './one-shot.js';
