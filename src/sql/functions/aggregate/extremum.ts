import { compareValues, type Value } from '../../../core/index.js';
import type { Accumulator, FunctionEnv } from '../spec.js';

export interface Extremum {
  best: Value;
}

/** The least value (`sign` -1) or the greatest (1); the first of equal ones stays. Nulls do not count. */
export function extremum({ collation }: FunctionEnv, sign: 1 | -1): Accumulator<Extremum> {
  return {
    start: () => ({ best: null }),
    step(state, value = null) {
      if (value === null) return false;
      if (state.best !== null && compareValues(value, state.best, collation) * sign <= 0) return false;
      state.best = value;
      return true;
    },
    finish: (state) => state.best,
  };
}
