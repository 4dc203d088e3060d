import type { Value } from '../../../core/index.js';
import { scalar } from '../spec.js';
import { candidatePaths, isFileIn, readArguments } from './command-path.js';

export const findFilePathInCmd = scalar({
  name: 'find_file_path_in_cmd',
  description:
    'The shortest start of a command line that is an existing file; empty where none is. Further arguments: whether quotes count, the escape character.',
  args: ['any'],
  minArgs: 0,
  maxArgs: 127,
  returns: 'text',
  nulls: 'seen',
  examples: [["find_file_path_in_cmd('/no/such x')", '']],
  bind(env) {
    const isFile = isFileIn(env);
    return (...values: Value[]) => {
      const line = readArguments(values, 'Invalid inputs to find_binary_path_from_cmd');
      for (const path of candidatePaths(line)) if (isFile(path)) return path;
      return '';
    };
  },
});
