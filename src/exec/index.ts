export { rowEvaluator } from './changes/index.js';
export { compile, type Pipeline } from './compile.js';
export { DEFAULT_MEMORY_BYTES, type NodeStats, type RunContext } from './context.js';
export { collect, run } from './drive.js';
export type { Batch } from './stream.js';
export { inTurn } from './turns.js';
