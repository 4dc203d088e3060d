export * from './node.js';
export * from './parse.js';
export * from './places.js';
export { strip } from './strip.js';
