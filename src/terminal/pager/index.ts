export * from './lines.js';
export * from './pager.js';
export { plainText } from './slice.js';
export * from './view.js';
