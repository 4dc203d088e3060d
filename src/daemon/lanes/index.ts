export type { LaneOutcome, LaneResult } from './lane.js';
export * from './lanes.js';
export type { LaneFailure, LaneRequest, LaneStats } from './protocol.js';
