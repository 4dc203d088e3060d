import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server at a unix socket that says what a test has it say. */
export interface UnixServer {
  readonly path: string;
  /** Connections that are open. */
  readonly open: ReadonlySet<Socket>;
  /** Connections there were. */
  readonly count: () => number;
  close(): Promise<void>;
}

/**
 * @param talk gets each connection with the head of the request once it is there
 * @returns when it listens; a test must close it
 */
export async function serve(talk: (socket: Socket, head: string) => void): Promise<UnixServer> {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-api-'));
  const path = join(folder, 'api.sock');
  const open = new Set<Socket>();
  let count = 0;
  const server: Server = createServer((socket) => {
    count++;
    open.add(socket);
    let head = '';
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined); // clients leave when they have heard enough
    socket.on('data', (chunk) => {
      const wasWhole = head.includes('\r\n\r\n');
      head += chunk.toString('latin1');
      if (!wasWhole && head.includes('\r\n\r\n')) talk(socket, head);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    path,
    open,
    count: () => count,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A whole answer. */
export const answer = (body: string, status = '200 OK', headers = ''): string =>
  `HTTP/1.1 ${status}\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
