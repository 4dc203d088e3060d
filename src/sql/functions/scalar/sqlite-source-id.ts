import { scalar } from '../spec.js';

/** The check-in of SQLite 3.42.0; scripts compare it with others, nothing of it is in here. */
export const sqliteSourceId = scalar({
  name: 'sqlite_source_id',
  description: 'Date and check-in of the version of SQLite whose dialect this is.',
  args: [],
  returns: 'text',
  examples: [['substr(sqlite_source_id(), 1, 10)', '2023-05-16']],
  call: () => '2023-05-16 12:36:15 831d0fb2836b71c9bc51067c49fee4b8f18047814f2ff22d817d25195cf350b0',
});
