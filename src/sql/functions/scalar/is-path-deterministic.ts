import type { Value } from '../../../core/index.js';
import { scalar } from '../spec.js';
import { candidatePaths, isFileIn, readArguments } from './command-path.js';

export const isPathDeterministic = scalar({
  name: 'is_path_deterministic',
  description:
    'Whether at most one start of a command line is an existing file. Further arguments: whether quotes count, the escape character.',
  args: ['any'],
  minArgs: 0,
  maxArgs: 127,
  returns: 'integer',
  nulls: 'seen',
  examples: [
    ["is_path_deterministic('/bin/sh -c x')", 1],
    ["is_path_deterministic('/no/such x')", 1],
  ],
  bind(env) {
    const isFile = isFileIn(env);
    return (...values: Value[]) => {
      let found = 0;
      for (const path of candidatePaths(readArguments(values, 'Invalid inputs to is_path_deterministic'))) {
        if (isFile(path) && ++found > 1) return 0;
      }
      return 1;
    };
  },
});
