import { scalar } from '../spec.js';

/** The SQLite whose dialect this is; scripts ask for it. */
export const sqliteVersion = scalar({
  name: 'sqlite_version',
  description: 'The version of SQLite whose dialect this is.',
  args: [],
  returns: 'text',
  examples: [['sqlite_version()', '3.42.0']],
  call: () => '3.42.0',
});
