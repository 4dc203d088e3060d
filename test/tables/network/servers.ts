import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createRawServer, type Server as RawServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { Test } from 'tap';

/** Starts a server on a port of its own and ends it, and all who are connected, with the test. @returns the port */
async function started(t: Test, server: Server | RawServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port; // it listens at an address, not at a pipe
}

export const httpServer = (t: Test, answer: RequestListener): Promise<number> => started(t, createServer(answer));

export const httpsServer = (t: Test, options: ServerOptions, answer: RequestListener): Promise<number> =>
  started(t, createSecureServer(options, answer));

export function tlsServer(t: Test, options: TlsOptions): Promise<number> {
  const server = createTlsServer(options, (socket) => socket.on('error', () => {}));
  server.on('tlsClientError', () => {});
  return started(t, server);
}

/** @param speak is called with each connection */
export const rawServer = (t: Test, speak: (socket: Socket) => void): Promise<number> =>
  started(t, createRawServer(speak));
