export * from './block.js';
export * from './events.js';
export * from './feed.js';
export { reads, readsEventsOnly } from './limits.js';
export * from './names.js';
export * from './settings.js';
export * from './source.js';
export * from './store/index.js';
export * from './view.js';
