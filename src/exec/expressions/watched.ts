import type { Run } from '../run.js';
import type { Evaluate } from './types.js';

/** From here on, in bytes or characters, making a value takes longer than a look at the clock. */
const LONG = 65_536;

/** Looks at the clock after each long value: a batch of such rows would go past the time limit by seconds. */
export function watched(evaluate: Evaluate, run: Run): Evaluate {
  return (row) => {
    const value = evaluate(row);
    if (typeof value === 'string' || value instanceof Uint8Array) if (value.length > LONG) run.checkpoint();
    return value;
  };
}
