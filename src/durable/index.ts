export type * from './durable.js';
export { DurableError, type DurableErrorCode } from './errors.js';
export { DOMAINS } from './keys.js';
export type { LevelOptions } from './level.js';
export { openMemory } from './memory.js';
export { dumpDatabase, openDurable, upgradeDurable } from './open.js';
