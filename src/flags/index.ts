export * from './command-line.js';
export type { Flag, FlagFamily, FlagType } from './flag.js';
export { type FlagFileRead, readFlagFile } from './flag-file.js';
export * from './flags.js';
export * from './forced.js';
export { ALIASES, FLAGS, findFlag } from './known/index.js';
export * from './options.js';
export { parseValue } from './parse-value.js';
export * from './usage.js';
