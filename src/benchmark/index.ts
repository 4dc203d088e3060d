export {
  type BenchOptions,
  type BenchResult,
  benchPlans,
  type Compared,
  type Measured,
  type Outcome,
} from './bench.js';
export { type CorpusOptions, type CorpusResult, type Costed, type CostedQuery, costQueries } from './corpus.js';
export { BADGES, type Badge, badgeOf, type ScheduleCost, scheduleCost } from './cost.js';

export { readWorkload, type Workload, type WorkloadQuery, WrongWorkload } from './workload.js';
