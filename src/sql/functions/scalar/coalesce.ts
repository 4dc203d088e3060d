import type { Value } from '../../../core/index.js';
import { scalar } from '../spec.js';

/** The executor evaluates no argument after the one it returns. */
export const coalesce = scalar({
  name: 'coalesce',
  description: 'The first argument that is not null.',
  args: ['any'],
  minArgs: 2,
  maxArgs: 127,
  returns: 'any',
  nulls: 'seen',
  examples: [
    ["coalesce(NULL, 'x')", 'x'],
    ['coalesce(NULL, NULL)', null],
    ["coalesce(1, abs('lazy'))", 1],
  ],
  call: (...values: Value[]) => values.find((value) => value !== null) ?? null,
});
