export { changing } from './change.js';
export { rowEvaluator } from './row-evaluator.js';
