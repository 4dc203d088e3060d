import type { Value } from '../../core/index.js';
import type { Run } from '../run.js';
import type { Evaluate } from './types.js';

/** From here on, in bytes or characters, making a value takes longer than a look at the clock. */
const LONG = 65_536;

/** Gives the value on, and looks at the clock where it is long: a batch of such rows would go past the time limit by seconds. */
export const watcher =
  (run: Run) =>
  (value: Value): Value => {
    if (typeof value === 'string' || value instanceof Uint8Array) if (value.length > LONG) run.checkpoint();
    return value;
  };

export function watched(evaluate: Evaluate, run: Run): Evaluate {
  const watch = watcher(run);
  return (row) => watch(evaluate(row));
}
