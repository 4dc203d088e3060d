import type { Command } from './command.js';

export const socket: Command = {
  name: 'socket',
  usage: '',
  help: 'Show the path of the extension socket',
  takes: [],
  count: [0, 0],
  run(session) {
    const { connected } = session.state;
    const own = session.flags?.text('extensions_socket') ?? '';
    session.print(`${own}${connected === undefined ? '' : ` (connected to ${connected})`}\n`);
  },
};
