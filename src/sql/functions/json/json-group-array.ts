import { checkSize } from '../size.js';
import { type Accumulator, aggregate } from '../spec.js';
import { jsonOf } from './render.js';

/** Parts in order; those before `first` were taken back. */
export interface Gathered {
  readonly parts: string[];
  first: number;
  length: number;
}

/** Joins what `part` makes of each row; undefined leaves a row out. */
export function gathering(
  open: string,
  close: string,
  part: (...values: Parameters<Accumulator['step']> extends [unknown, ...infer V] ? V : never) => string | undefined,
): Accumulator<Gathered> {
  return {
    start: () => ({ parts: [], first: 0, length: 0 }),
    step(state, ...values) {
      const text = part(...values);
      if (text === undefined) return;
      state.length = checkSize(state.length + text.length + 1);
      state.parts.push(text);
    },
    inverse(state, ...values) {
      if (part(...values) === undefined) return;
      state.length -= (state.parts[state.first++]?.length ?? 0) + 1;
      if (state.first > 1024 && state.first * 2 > state.parts.length) {
        state.parts.splice(0, state.first);
        state.first = 0;
      }
    },
    finish: (state) => open + (state.first > 0 ? state.parts.slice(state.first) : state.parts).join(',') + close,
  };
}

export const jsonGroupArray = aggregate<Gathered>({
  name: 'json_group_array',
  description: 'The values as an array, nulls included.',
  args: ['json'],
  returns: 'text',
  json: true,
  examples: [
    ["(SELECT json_group_array(x) FROM (SELECT 1 AS x UNION ALL SELECT NULL UNION ALL SELECT 'b'))", '[1,null,"b"]'],
    ['(SELECT json_group_array(x) FROM (SELECT 1 AS x) WHERE x > 1)', '[]'],
  ],
  bind: () => gathering('[', ']', (value = null) => jsonOf(value)),
});
