import { askControl, type Failure, fromCell } from '../control/index.js';
import { SqlError } from '../core/index.js';
import type { Mode } from './modes/index.js';
import type { Output } from './output.js';

export interface Connected {
  /** The daemon's socket. */
  readonly socket: string;
  readonly sql: string;
  readonly mode: Mode;
  readonly out: Output;
  readonly signal: AbortSignal;
  warn(message: string): void;
}

/** Runs a text inside a daemon and prints the rows. @throws SqlError, NoDaemon, ReaderGone */
export async function runConnected({ socket, sql, mode, out, signal, warn }: Connected): Promise<void> {
  let hasRows = false;
  const end = (): void => {
    if (hasRows) mode.end();
    hasRows = false;
  };
  try {
    for await (const reply of askControl(socket, { do: 'query', sql }, signal)) {
      if ('error' in reply) throw errorOf(reply.error);
      if ('warning' in reply) warn(reply.warning);
      if ('columns' in reply) {
        end();
        hasRows = true;
        mode.begin(reply.columns.map(({ name }) => name));
      }
      if ('rows' in reply) {
        for (const row of reply.rows) mode.row(row.map(fromCell));
        await out.flush();
      }
    }
    if (signal.aborted) throw new SqlError('cancelled', 'interrupted');
    end();
  } finally {
    mode.finish();
    await out.flush();
  }
}

const errorOf = ({ code, message, span, hint }: Failure): SqlError =>
  // The daemon is of our own making, and so are its codes.
  new SqlError(code as SqlError['code'], message, span, hint);
