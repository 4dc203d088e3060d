import type { ArgType, ReturnType, WindowFunctionSpec } from './spec.js';

interface WindowOptions {
  readonly name: string;
  readonly description: string;
  readonly args?: readonly ArgType[];
  readonly minArgs?: number;
  readonly returns: ReturnType;
}

const window = ({
  name,
  description,
  args = [],
  minArgs = args.length,
  returns,
}: WindowOptions): WindowFunctionSpec => ({
  kind: 'window',
  name,
  aliases: [],
  description,
  args,
  minArgs,
  maxArgs: args.length,
  returns,
  examples: [],
});

/** Functions that look at the window's rows, not at a group; `exec` knows each by name. */
export const WINDOW_FUNCTIONS: readonly WindowFunctionSpec[] = [
  window({ name: 'row_number', description: "The row's number in its partition, from 1.", returns: 'integer' }),
  window({
    name: 'rank',
    description: 'One more than the rows that come before the peers of this one.',
    returns: 'integer',
  }),
  window({
    name: 'dense_rank',
    description: 'One more than the groups of peers that come before.',
    returns: 'integer',
  }),
  window({
    name: 'percent_rank',
    description: '(rank - 1) / (rows - 1), 0.0 in a partition of one row.',
    returns: 'real',
  }),
  window({
    name: 'cume_dist',
    description: 'The share of rows that come no later than the last peer.',
    returns: 'real',
  }),
  window({
    name: 'ntile',
    description:
      'The number of the bucket, when the partition is dealt into so many of nearly equal size, larger ones first.',
    args: ['integer'],
    returns: 'integer',
  }),
  window({
    name: 'lag',
    description:
      'The value so many rows before (1 without a second argument); the third argument where there is no such row.',
    args: ['any', 'any', 'any'],
    minArgs: 1,
    returns: 'any',
  }),
  window({
    name: 'lead',
    description:
      'The value so many rows after (1 without a second argument); the third argument where there is no such row.',
    args: ['any', 'any', 'any'],
    minArgs: 1,
    returns: 'any',
  }),
  window({ name: 'first_value', description: "The value of the frame's first row.", args: ['any'], returns: 'any' }),
  window({ name: 'last_value', description: "The value of the frame's last row.", args: ['any'], returns: 'any' }),
  window({
    name: 'nth_value',
    description: "The value of the frame's row of this number, from 1; null where there is none.",
    args: ['any', 'integer'],
    returns: 'any',
  }),
];
