export type { CpuShare } from './cpu-bucket.js';
export { countRows, type LaneOutcome, type LaneResult, type LaneSet } from './lane.js';
export * from './lanes.js';
export type { LaneFailure, LaneRequest, LaneStats } from './protocol.js';
