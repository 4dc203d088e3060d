import type { TableSpec } from '../../catalog/index.js';
import type { Dialect } from '../../flags/index.js';
import type { Host } from '../../host/index.js';
import type { ShellIo } from '../io.js';
import type { ShellSession } from '../session.js';
import { isTerminal } from '../terminal.js';
import { Conversation } from './conversation.js';
import { converse } from './converse.js';
import { hostqlHistory, osqueryHistory } from './history/index.js';
import { conversePlainly, plainIo } from './plain.js';

/** What a session at a terminal is made with. */
export interface Seat {
  readonly io: ShellIo;
  /** The tables to be served, such that progress can tell of them. */
  watched(tables: readonly TableSpec[]): readonly TableSpec[];
}

export interface Interactive {
  readonly dialect: Dialect;
  /** Whose files are counted. */
  readonly host: Host;
  /** Makes the session. */
  open(seat: Seat): ShellSession;
}

/** Terminals on which a cursor cannot be moved. */
const DUMB: ReadonlySet<string | undefined> = new Set([undefined, '', 'dumb', 'cons25', 'emacs']);
const TERMINATED = 128 + 15;

/**
 * Talks with the person at standard input, a terminal, until they have enough. Results go to standard output.
 * @returns the exit status
 */
export async function runInteractive({ dialect, host, open }: Interactive): Promise<number> {
  if (DUMB.has(process.env['TERM']) || !isTerminal(1)) {
    const session = open({ io: plainIo(), watched: (tables) => tables });
    await conversePlainly(session);
    await session.finish();
    return session.exitStatus;
  }
  const hasColour = !process.env['NO_COLOR'];
  const conversation = new Conversation(host, hasColour);
  const { terminal, io } = conversation;
  const session = open({ io, watched: (tables) => conversation.watched(tables) });
  const history = dialect === 'hostql' ? hostqlHistory() : osqueryHistory();
  const interrupt = (): void => void conversation.interrupt();
  const terminate = (): void => {
    terminal.close();
    process.exit(TERMINATED);
  };
  terminal.open();
  process.on('SIGINT', interrupt);
  process.once('SIGTERM', terminate);
  try {
    await converse({ conversation, session, history, hasColour });
    await session.finish();
    await conversation.screen.done();
    return session.exitStatus;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', terminate);
    history.close();
    terminal.close();
  }
}
