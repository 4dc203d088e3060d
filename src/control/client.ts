import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { messageOf, systemCode } from '../core/index.js';
import { lines } from './lines.js';
import type { Reply, Request } from './protocol.js';

/** Nobody answers at the socket. */
export class NoDaemon extends Error {
  override readonly name = 'NoDaemon';
  constructor(
    message: string,
    /** In the words of strerror(3), where connecting failed. */
    readonly reason?: string,
  ) {
    super(message);
  }
}

/**
 * Asks the daemon that listens at the socket; leaving the replies early stops what it does for us.
 * @param signal ends it early, without an error
 * @throws NoDaemon
 */
export async function* askControl(path: string, request: Request, signal?: AbortSignal): AsyncGenerator<Reply> {
  const socket = await connect(path);
  const leave = (): unknown => socket.destroy();
  signal?.addEventListener('abort', leave);
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    for await (const text of lines(socket)) {
      if (text === '') continue;
      const reply = JSON.parse(text) as Reply; // the daemon is of our own making
      yield reply;
      if ('end' in reply || 'error' in reply) return;
    }
    if (signal?.aborted) return;
    throw new NoDaemon(`the daemon at ${path} ended before its answer did`);
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    signal?.removeEventListener('abort', leave);
    socket.destroy();
  }
}

async function connect(path: string): Promise<Socket> {
  const socket = createConnection(path);
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    throw new NoDaemon(reasonOf(error, path), REASONS[systemCode(error) ?? '']);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  ECONNREFUSED: 'Connection refused',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
};

function reasonOf(error: unknown, path: string): string {
  const code = systemCode(error);
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return `no daemon listens at ${path}`;
  if (code === 'EACCES' || code === 'EPERM') return `no permission to ask the daemon at ${path}`;
  return `cannot ask the daemon at ${path}: ${messageOf(error)}`;
}
