import { type Command, CommandError } from './command.js';

export const all: Command = {
  name: 'all',
  usage: 'TABLE',
  help: 'Show all rows of a table',
  takes: ['table'],
  count: [1, 1],
  async run(session, [table = ''], signal) {
    const isOsquery = session.dialect === 'osquery';
    // osquery tells nothing of why it failed.
    const { status } = await session.sql(`SELECT * FROM ${table}`, signal, { isQuiet: isOsquery });
    if (status === 0) return;
    throw new CommandError(isOsquery ? `Error querying table: ${table}` : '', status);
  },
};
