export type { Usage } from './judge.js';
export { type LimitFlags, type Limits, limitFlags, limitsOf } from './limits.js';
export { CATASTROPHE, type Ended, Watcher, type WatcherOptions, type Worker } from './watcher.js';
