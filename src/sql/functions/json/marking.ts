import type { Value } from '../../../core/index.js';
import { type ScalarSpec, scalar } from '../spec.js';
import { marked, plain } from './mark.js';

const mark = (value: Value): Value => (typeof value === 'string' ? marked(value) : value);

/** Not callable by name: what the binder puts around a column that holds JSON, where it goes into a JSON function. */
export const jsonColumn: ScalarSpec = scalar({
  name: 'json:column',
  description: 'A column of JSON, marked as such.',
  args: ['any'],
  returns: 'any',
  examples: [],
  call: mark,
});

/** The same where a second column tells what it is: `array` and `object` are JSON. */
export const jsonColumnOfType: ScalarSpec = scalar({
  name: 'json:column-of-type',
  description: 'A column that holds JSON in the rows of which another one says so.',
  args: ['any', 'any'],
  returns: 'any',
  nulls: 'seen',
  examples: [],
  call: (value: Value, type: Value) => (type === 'array' || type === 'object' ? mark(value) : value),
});

/** The function, which gives one of its arguments or null, with that argument's mark: `min`, `max`, `nullif`. */
export function choosing(fn: ScalarSpec): ScalarSpec {
  return {
    ...fn,
    name: `${fn.name}:json`,
    bind(env) {
      const choose = fn.bind(env);
      return (...args) => {
        const bare = args.map(plain);
        const chosen = choose(...bare);
        return chosen === null ? null : (args[bare.indexOf(chosen)] ?? chosen);
      };
    },
  };
}
