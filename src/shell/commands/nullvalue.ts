import type { Command } from './command.js';

export const nullvalue: Command = {
  name: 'nullvalue',
  usage: 'TEXT',
  help: 'Text for NULL, outside JSON',
  takes: ['text'],
  count: [1, 1],
  run(session, [text = '']) {
    session.state.nullText = session.manner.cut(text);
  },
};
