import type { Command } from './command.js';
import { osqueryTables } from './tables.js';

/** Another name of osquery's for its `.tables`, which help does not show. */
export const list: Command = { ...osqueryTables, name: 'list' };
