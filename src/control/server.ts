import { once } from 'node:events';
import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { messageOf, SqlError } from '../core/index.js';
import { lines, TooLong } from './lines.js';
import type { Reply, Request } from './protocol.js';

/** Answers requests. A request is over when its replies are; leaving them early stops it. */
export interface Handler {
  status(): Promise<unknown>;
  query(sql: string, signal: AbortSignal): AsyncIterable<Reply>;
}

export interface ControlServer {
  /** Ends all conversations and takes the socket away. */
  close(): Promise<void>;
}

const MOST_CONVERSATIONS = 16;
/** While somebody is connected, an empty line goes out this often. */
const PULSE_MS = 200;

/** Another daemon answers at the socket. */
export class ControlBusy extends Error {
  override readonly name = 'ControlBusy';
}

/**
 * Listens on a socket in the file system that its owner alone may open.
 * @throws ControlBusy, or the system's error where the socket cannot be made
 */
export async function serveControl(path: string, handler: Handler): Promise<ControlServer> {
  await removeStale(path);
  const open = new Set<Socket>();
  // Who asks may close its side after the question.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    if (open.size >= MOST_CONVERSATIONS) {
      socket.on('error', () => {}).end(line({ error: { code: 'busy', message: 'too many conversations at once' } }));
      return;
    }
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    void converse(socket, handler);
  });
  await listen(server, path);
  return {
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What a daemon that was killed left behind. */
async function removeStale(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isSocket()) throw new Error(`${path} exists and is no socket`);
  if (await answers(path)) throw new ControlBusy(`a daemon answers at ${path}`);
  unlinkSync(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

async function listen(server: Server, path: string): Promise<void> {
  const before = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(before);
  }
  await once(server, 'listening');
  chmodSync(path, 0o600);
}

async function converse(socket: Socket, handler: Handler): Promise<void> {
  const gone = new AbortController();
  socket.on('error', () => gone.abort()).on('close', () => gone.abort());
  // Who asks may have closed its side and still listen: only a write tells whether somebody is there.
  const pulse = setInterval(() => socket.writableLength === 0 && socket.write('\n'), PULSE_MS);
  try {
    for await (const text of lines(socket)) {
      for await (const reply of repliesTo(text, handler, gone.signal)) {
        if (gone.signal.aborted) return;
        if (!socket.write(line(reply))) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
      }
    }
    socket.end();
  } catch (error) {
    if (!(error instanceof TooLong)) {
      socket.destroy();
      return;
    }
    socket.end(line({ error: { code: 'misuse', message: error.message } }), () => socket.destroy());
  } finally {
    clearInterval(pulse);
  }
}

async function* repliesTo(text: string, handler: Handler, signal: AbortSignal): AsyncIterable<Reply> {
  try {
    const request = requestIn(text);
    if (request.do === 'status') yield { status: await handler.status() };
    else yield* handler.query(request.sql, signal);
    yield { end: true };
  } catch (error) {
    yield { error: failureOf(error) };
  }
}

/** @throws SqlError where it is none */
function requestIn(text: string): Request {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SqlError('misuse', 'a request is a line of JSON');
  }
  if (typeof value === 'object' && value !== null && 'do' in value) {
    if (value.do === 'status') return { do: 'status' };
    if (value.do === 'query' && 'sql' in value && typeof value.sql === 'string') return { do: 'query', sql: value.sql };
  }
  throw new SqlError('misuse', 'a request is {"do":"status"} or {"do":"query","sql":TEXT}');
}

function failureOf(error: unknown) {
  if (!(error instanceof SqlError)) {
    return { code: 'internal', message: messageOf(error) };
  }
  const { code, message, hint, span } = error;
  return { code, message, ...(hint !== undefined && { hint }), ...(span && { span }) };
}

const line = (reply: Reply): string => `${JSON.stringify(reply)}\n`;
