import type { Command } from './command.js';

export const print: Command = {
  name: 'print',
  usage: '[TEXT]...',
  help: 'Print a text',
  takes: ['text'],
  count: [0, 50],
  run: (session, words) => session.print(`${words.join(' ')}\n`),
};
