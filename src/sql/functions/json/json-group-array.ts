import { checkSize } from '../size.js';
import { type Sliding, takeBack } from '../sliding.js';
import { type Accumulator, aggregate } from '../spec.js';
import { jsonOf } from './render.js';

/** Elements or members in order. */
export interface Gathered extends Sliding<string> {
  /** In UTF-16 units, commas included. */
  length: number;
}

/** Joins what `part` makes of each row; undefined leaves a row out. */
export function gathering(
  open: string,
  close: string,
  part: (...values: Parameters<Accumulator['step']> extends [unknown, ...infer V] ? V : never) => string | undefined,
): Accumulator<Gathered> {
  return {
    start: () => ({ items: [], first: 0, length: 0 }),
    step(state, ...values) {
      const text = part(...values);
      if (text === undefined) return;
      state.length = checkSize(state.length + text.length + 1);
      state.items.push(text);
    },
    inverse(state, ...values) {
      if (part(...values) === undefined) return;
      state.length -= (state.items[state.first]?.length ?? 0) + 1;
      takeBack(state);
    },
    finish: (state) => open + (state.first > 0 ? state.items.slice(state.first) : state.items).join(',') + close,
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
