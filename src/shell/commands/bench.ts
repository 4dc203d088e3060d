import { type Command, CommandError } from './command.js';

export const bench: Command = {
  name: 'bench',
  usage: 'SQL',
  help: "Measure a query's plan beside those it was chosen from",
  takes: ['sql'],
  count: [1, 1],
  isRaw: true,
  async run(session, [sql = ''], signal) {
    // A part of its own, with an engine of its own.
    const { benchSql } = await import('../bench/index.js');
    const status = await benchSql(sql, signal, (text) => session.print(text));
    if (status !== 0) throw new CommandError('', status);
  },
};
