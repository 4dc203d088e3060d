import type { Command } from './command.js';

export const exit: Command = {
  name: 'exit',
  usage: '[STATUS]',
  help: 'Leave, with an exit status',
  takes: ['text'],
  count: [0, 50],
  run(session, [status = '0']) {
    const code = statusIn(status);
    session.end(code === 0 ? undefined : code);
  },
};

/** What the system keeps of a status; 0 for what is no number. */
const statusIn = (word: string): number =>
  /^[+-]?(\d{1,15}|0x[\da-f]{1,8})$/i.test(word) ? Math.abs(signed(word)) & 0xff : 0;

function signed(word: string): number {
  const size = Number(word.replace(/^[+-]/, ''));
  return word.startsWith('-') ? 256 - (size % 256) : size;
}
