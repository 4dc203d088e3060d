import { DAEMON_SOCKET } from '../options.js';
import { type Command, CommandError } from './command.js';

export const connect: Command = {
  name: 'connect',
  usage: '[SOCKET]',
  help: 'Let the daemon that listens at a socket answer',
  takes: ['file'],
  count: [0, 1],
  run({ state, io }, [path = DAEMON_SOCKET]) {
    state.connected = path;
    io.tell(`asking the daemon at ${path} from now on`);
  },
};

/** osquery's, which goes from one socket to another only by way of none. */
export const osqueryConnect: Command = {
  ...connect,
  usage: 'PATH',
  help: 'Send statements to the extension socket at a path',
  count: [1, 1],
  run(session, [path = '']) {
    if (session.state.connected !== undefined) {
      throw new CommandError('Error: Please disconnect from the current socket');
    }
    session.state.connected = path;
    session.show(connectedText(path, session.io.isInteractive));
  },
};

/** What osquery's shell says once it asks another; bold on a terminal, in three runs. */
export function connectedText(path: string, isTerminal: boolean): string {
  const bold = (text: string): string => (isTerminal ? `\u001b[1m${text}\u001b[0m` : text);
  return bold('Connected to extension socket ') + bold(path) + bold(' for debugging\n');
}
