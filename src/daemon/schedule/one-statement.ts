import type { LaneOutcome } from '../lanes/index.js';
import type { Log } from './log.js';

/**
 * What osquery makes of a decorator or discovery query: only one of the schedule may have several statements.
 * @returns the outcome, a failure where there are several and the manner is osquery's
 */
export function oneStatement(outcome: LaneOutcome, manner: 'osquery' | 'hostql', log: Log): LaneOutcome {
  if (!outcome.ok || manner === 'hostql' || outcome.sets.length <= 1) return outcome;
  log('error', 'registry_factory.cpp', 'sql registry sql plugin caused exception: map::at');
  return { ok: false, failure: { kind: 'sql', message: 'map::at' } };
}
