import { SqlError } from '../../../core/index.js';
import { scalar } from '../spec.js';

export const parentDirectory = scalar({
  name: 'parent_directory',
  description: 'What stands before the last slash of a path; null where there is none.',
  args: ['any'],
  returns: 'text',
  nulls: 'seen',
  examples: [
    ["parent_directory('/usr/bin/ls')", '/usr/bin'],
    ["parent_directory('/etc')", ''],
    ["parent_directory('/')", ''],
    ["parent_directory('x')", null],
    ["parent_directory('a//b')", 'a/'],
  ],
  call(path) {
    if (typeof path !== 'string')
      throw new SqlError('runtime', 'Invalid inputs to parent_directory, TEXT was expected');
    const slash = path.lastIndexOf('/');
    return slash < 0 ? null : path.slice(0, slash);
  },
});
