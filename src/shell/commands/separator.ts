import type { Command } from './command.js';

export const separator: Command = {
  name: 'separator',
  usage: 'TEXT',
  help: 'What stands between values, in csv and list',
  takes: ['text'],
  count: [1, 1],
  run(session, [text = '']) {
    session.state.separator = session.manner.cut(text);
  },
};
