import { SqlError } from '../../core/index.js';
import { resultTypes } from '../osquery/result-types.js';
import type { Command } from './command.js';
import { sqlFailure } from './explain.js';

export const types: Command = {
  name: 'types',
  usage: 'SQL',
  help: 'Show the names and types of the columns of a result',
  takes: ['sql'],
  count: [1, 1],
  isRaw: true,
  async run(session, [sql = '']) {
    try {
      const columns = resultTypes(session.engine, sql);
      const mode = session.results.mode();
      mode.begin(['name', 'type']);
      for (const { name, type } of columns) mode.row([name, type]);
      mode.end();
    } catch (error) {
      if (error instanceof SqlError) throw sqlFailure(session, error, sql);
      throw error;
    }
  },
};
