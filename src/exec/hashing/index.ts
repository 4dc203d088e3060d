export { Chunks, grown } from './growing.js';
export { PairTable } from './pair-table.js';
export { TupleTable } from './tuple-table.js';
export { ValueTable } from './value-table.js';
