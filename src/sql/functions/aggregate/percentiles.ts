import { isNumeric, real, SqlError, storageClass, toFloat, type Value } from '../../../core/index.js';
import { type Sliding, takeBack } from '../sliding.js';
import type { Accumulator } from '../spec.js';

/** The values of a group, in the order they came. */
export interface Numbers extends Sliding<number> {
  fraction: number | undefined;
}

/** How a function of this kind differs from the others (SQLite 3.47, ext/misc/percentile.c). */
export interface PercentileRules {
  readonly name: string;
  /** What the second argument counts up to: 100 or 1. undefined: there is none, the middle is meant. */
  readonly whole: number | undefined;
  /** The value there is at or below the place, not one between its neighbours. */
  readonly isDiscrete: boolean;
}

/** Values are ordered, and the one at a share of their way is taken. */
export function percentile(rules: PercentileRules): Accumulator<Numbers> {
  return {
    start: () => ({ items: [], first: 0, fraction: undefined }),
    step(state, value = null, share = null) {
      const fraction = rules.whole === undefined ? 0.5 : fractionOf(share, rules.whole, rules.name);
      state.fraction ??= fraction;
      if (Math.abs(state.fraction - fraction) > 0.001)
        throw refusal(`the fraction argument to ${rules.name}() is not the same for all input rows`);
      if (value !== null) state.items.push(numberOf(value, rules.name));
    },
    inverse(state, value = null) {
      if (value !== null) takeBack(state);
    },
    finish({ items, first, fraction = 0 }) {
      return items.length === first ? null : real(valueAt(items.slice(first), fraction, rules.isDiscrete));
    },
  };
}

function valueAt(values: number[], fraction: number, isDiscrete: boolean): number {
  const sorted = Float64Array.from(values).sort();
  const place = fraction * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? 0; // there is one value at least
  const high = sorted[below + 1];
  return isDiscrete || high === undefined ? low : low + (high - low) * (place - below);
}

const refusal = (message: string): SqlError => new SqlError('runtime', message);

function fractionOf(share: Value, whole: number, name: string): number {
  const float = share !== null && isNumeric(share) ? toFloat(share) : Number.NaN;
  if (float >= 0 && float <= whole) return float / whole;
  throw refusal(`the fraction argument to ${name}() is not between 0.0 and ${whole.toFixed(1)}`);
}

function numberOf(value: Exclude<Value, null>, name: string): number {
  if (!isNumeric(value)) throw refusal(`input to ${name}() is not numeric`);
  const float = toFloat(value);
  if (storageClass(value) === 'real' && !Number.isFinite(float)) throw refusal(`Inf input to ${name}()`);
  return float;
}
