import type { Value } from '../../core/index.js';
import type { ArgType, Example, ReturnType, WindowFunctionSpec } from './spec.js';

interface WindowOptions {
  readonly description: string;
  readonly args?: readonly ArgType[];
  readonly minArgs?: number;
  readonly returns: ReturnType;
  readonly examples: readonly Example[];
}

const window = (name: string, options: WindowOptions): WindowFunctionSpec => {
  const { description, args = [], minArgs = args.length, returns, examples } = options;
  return { kind: 'window', name, aliases: [], description, args, minArgs, maxArgs: args.length, returns, examples };
};

/** What the call gives over the values 1, 2, 2 and 5 in `x`, in their order, joined by commas. */
const over = (call: string, expected: Value): Example => [
  `(SELECT group_concat(y) FROM (SELECT ifnull(${call} OVER (ORDER BY x), '-') AS y FROM (SELECT column1 AS x FROM (VALUES (1), (2), (2), (5)))))`,
  expected,
];

/** Functions that look at the window's rows, not at a group; `exec` knows each by name. */
export const WINDOW_FUNCTIONS: readonly WindowFunctionSpec[] = [
  window('row_number', {
    description: "The row's number in its partition, from 1.",
    returns: 'integer',
    examples: [over('row_number()', '1,2,3,4')],
  }),
  window('rank', {
    description: 'One more than the rows that come before the peers of this one.',
    returns: 'integer',
    examples: [over('rank()', '1,2,2,4')],
  }),
  window('dense_rank', {
    description: 'One more than the groups of peers that come before.',
    returns: 'integer',
    examples: [over('dense_rank()', '1,2,2,3')],
  }),
  window('percent_rank', {
    description: '(rank - 1) / (rows - 1), 0.0 in a partition of one row.',
    returns: 'real',
    examples: [over('percent_rank()', '0.0,0.333333333333333,0.333333333333333,1.0')],
  }),
  window('cume_dist', {
    description: 'The share of rows that come no later than the last peer.',
    returns: 'real',
    examples: [over('cume_dist()', '0.25,0.75,0.75,1.0')],
  }),
  window('ntile', {
    description:
      'The number of the bucket, when the partition is dealt into so many of nearly equal size, larger ones first.',
    args: ['integer'],
    returns: 'integer',
    examples: [over('ntile(3)', '1,1,2,3')],
  }),
  window('lag', {
    description:
      'The value so many rows before (1 without a second argument); the third argument where there is no such row.',
    args: ['any', 'any', 'any'],
    minArgs: 1,
    returns: 'any',
    examples: [over('lag(x)', '-,1,2,2'), over('lag(x, 2, 0)', '0,0,1,2')],
  }),
  window('lead', {
    description:
      'The value so many rows after (1 without a second argument); the third argument where there is no such row.',
    args: ['any', 'any', 'any'],
    minArgs: 1,
    returns: 'any',
    examples: [over('lead(x)', '2,2,5,-')],
  }),
  window('first_value', {
    description: "The value of the frame's first row.",
    args: ['any'],
    returns: 'any',
    examples: [over('first_value(x)', '1,1,1,1')],
  }),
  window('last_value', {
    description: "The value of the frame's last row.",
    args: ['any'],
    returns: 'any',
    examples: [over('last_value(x)', '1,2,2,5')],
  }),
  window('nth_value', {
    description: "The value of the frame's row of this number, from 1; null where there is none.",
    args: ['any', 'integer'],
    returns: 'any',
    examples: [over('nth_value(x, 2)', '-,2,2,2')],
  }),
];
