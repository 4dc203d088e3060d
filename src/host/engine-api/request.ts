import * as fs from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Gone } from '../../core/index.js';
import { hostError, Refused, systemError, TooLarge } from '../errors.js';
import { O_PATH, pathOfFd } from '../rooted.js';
import { pathBytes } from '../text.js';

/** A unix socket that somebody listens at. */
export interface SocketAddress {
  readonly path: string;
  /** Only a socket of this user is spoken to: whoever may write in a folder can lead a link from it to anybody's socket. */
  readonly ownerUid?: number;
}

/** What one answer may take. */
export interface AnswerLimits {
  /** From the connection to the last byte. */
  readonly timeoutMs: number;
  readonly bodyBytes: number;
}

/** The statistics of a container take two seconds, a list of a thousand containers 3 MB. */
export const ANSWER_LIMITS: AnswerLimits = { timeoutMs: 10_000, bodyBytes: 32 * 1024 * 1024 };

/** What is said of one container, image or instance is far smaller; several such answers are read side by side. */
export const ITEM_BYTES = 2 * 1024 * 1024;

/** Loaded when it is first needed: a program that asks no engine need not wait for it. */
async function loadHttp() {
  const { Agent, request } = await import('node:http');
  // A connection for each request: none outlives its query.
  return { request, agent: new Agent({ keepAlive: false }) };
}
type Http = Awaited<ReturnType<typeof loadHttp>>;
let http: Promise<Http> | undefined;

/** A server that did not answer in time. */
export class Silent extends Refused {
  override readonly name = 'Silent';
}

/**
 * The body of the answer to a GET, over a connection of its own.
 * @param url path and query, percent-encoded
 * @throws Gone where nobody listens or nothing is there (404), Silent, TooLarge, Refused, or the reason of `signal`
 */
export async function getOverSocket(
  socket: SocketAddress,
  url: string,
  signal: AbortSignal,
  limits: AnswerLimits = ANSWER_LIMITS,
): Promise<Buffer> {
  http ??= loadHttp();
  const loaded = await http;
  signal.throwIfAborted();
  let fd = -1;
  try {
    fd = openSocket(socket);
    return await exchange(loaded, socket.path, pathOfFd(fd), url, signal, limits);
  } catch (error) {
    signal.throwIfAborted();
    throw refusal(error, socket.path);
  } finally {
    if (fd >= 0) fs.closeSync(fd);
  }
}

/** What is connected to is the very socket that was looked at, whatever its path leads to meanwhile. */
function openSocket({ path, ownerUid }: SocketAddress): number {
  const fd = fs.openSync(pathBytes(path), O_PATH);
  try {
    const stats = fs.fstatSync(fd);
    if (!stats.isSocket()) throw systemError('ECONNREFUSED');
    if (ownerUid !== undefined && stats.uid !== ownerUid) throw new Refused(path, `not a socket of user ${ownerUid}`);
    return fd;
  } catch (error) {
    fs.closeSync(fd);
    throw error;
  }
}

function exchange(
  { request, agent }: Http,
  name: string,
  socketPath: string,
  url: string,
  signal: AbortSignal,
  { timeoutMs, bodyBytes }: AnswerLimits,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const headers = { Host: 'localhost', Accept: 'application/json' };
    const call = request({ socketPath, path: url, headers, agent });
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      call.destroy();
      settle();
    };
    const late = (): void => end(() => reject(new Silent(name, `no answer in ${timeoutMs / 1000} s`)));
    const timer = setTimeout(late, timeoutMs);
    const leave = (): void => end(() => reject(signal.reason));
    signal.addEventListener('abort', leave);
    call.on('error', (error) => end(() => reject(error)));
    call.on('response', (response) => {
      const wrong = wrongStatus(name, response);
      if (wrong) return end(() => reject(wrong));
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > bodyBytes) end(() => reject(new TooLarge(name, bodyBytes)));
        else chunks.push(chunk);
      });
      response.on('error', (error) => end(() => reject(error)));
      response.on('end', () => end(() => resolve(Buffer.concat(chunks))));
    });
    call.end();
  });
}

function wrongStatus(name: string, { statusCode }: IncomingMessage): Error | undefined {
  if (statusCode === 200) return undefined;
  // 409: of a container that does not run there are no processes.
  const isNothing = statusCode === 404 || statusCode === 409;
  return isNothing ? new Gone(`${statusCode}: ${name}`) : new Refused(name, `the server answers ${statusCode}`);
}

function refusal(error: unknown, path: string): unknown {
  // Thrown values are unknown; errors of sockets and of the parser carry a code.
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (code === 'ECONNREFUSED') return new Gone(`nobody listens: ${path}`);
  if (code === 'ECONNRESET' || code === 'EPIPE') return new Refused(path, 'the connection ended early');
  if (code.startsWith('HPE_')) return new Refused(path, 'the server speaks no HTTP');
  return hostError(error, path);
}
