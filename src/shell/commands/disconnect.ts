import { type Command, CommandError } from './command.js';

export const disconnect: Command = {
  name: 'disconnect',
  usage: '',
  help: 'Answer by ourselves again',
  takes: [],
  count: [0, 0],
  run(session) {
    const { connected } = session.state;
    const isOsquery = session.dialect === 'osquery';
    if (connected === undefined) {
      throw new CommandError(isOsquery ? 'Error: Not connected to a socket' : 'error: not connected');
    }
    session.state.connected = undefined;
    if (isOsquery) session.show(`Disconnected from extension socket ${connected}\n`);
  },
};
