export { argType, argument, functionEnv } from './call.js';
export { constantOf } from './constants.js';
export { argumentConversion } from './conversion.js';
export { membership } from './in-list.js';
export { compilePattern, escapeCharacter } from './pattern.js';
export { scopeOf } from './scope.js';
export type { Evaluate, ExprScope, Test } from './types.js';
