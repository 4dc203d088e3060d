import type { Command } from './command.js';

export const quit: Command = {
  name: 'quit',
  usage: '',
  help: 'Leave',
  takes: [],
  count: [0, 0],
  run: (session) => session.end(),
};
