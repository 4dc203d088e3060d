import { storageClass, toReal, type Value } from '../../../core/index.js';
import { scalar } from '../spec.js';

/** A hint for SQLite's planner; ours reads none. */
export const likelihood = scalar({
  name: 'likelihood',
  description: 'The first argument; the second says how probable it is true.',
  args: ['any', 'any'],
  returns: 'any',
  nulls: 'seen',
  examples: [["likelihood('x', 0.25)", 'x']],
  refuse: ([, probability]) =>
    isProbability(probability) ? undefined : 'second argument to likelihood() must be a constant between 0.0 and 1.0',
  call: (value) => value,
});

function isProbability(value: Value | undefined): boolean {
  if (value === undefined || value === null || storageClass(value) !== 'real') return false;
  return toReal(value) >= 0 && toReal(value) <= 1;
}
