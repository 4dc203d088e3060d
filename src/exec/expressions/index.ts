export { argType, argument, bindOnce, functionEnv, givesLong } from './call.js';
export { order } from './compare.js';
export { constantOf } from './constants.js';
export { argumentConversion } from './conversion.js';
export { itemsOf, membership } from './in-list.js';
export { compilePattern, escapeCharacter, fixedMatcher } from './pattern.js';
export { scopeOf } from './scope.js';
export type { Evaluate, ExprScope, Test } from './types.js';
export { watcher } from './watched.js';
