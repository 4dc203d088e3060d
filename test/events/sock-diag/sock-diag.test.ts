import { connect, createServer } from 'node:net';
import t from 'tap';
import { openSockDiag, takeClosedSocket } from '../../../src/events/sock-diag/source.js';
import { Observer } from '../observer.js';
import { until } from '../reader/stage.js';

function message(): Buffer {
  const bytes = Buffer.alloc(16 + 72 + 8);
  bytes.writeUInt32LE(bytes.length, 0);
  bytes.writeUInt16LE(20, 4);
  bytes[16] = 2;
  bytes.writeUInt16BE(1234, 20);
  bytes.writeUInt16BE(80, 22);
  bytes.writeUInt32BE(0x7f000001, 24);
  bytes.writeUInt32BE(0x0a000001, 40);
  bytes.writeUInt16LE(5, 88);
  bytes.writeUInt16LE(10, 90);
  bytes[92] = 6;
  return bytes;
}

t.test('messages', async (t) => {
  const seen = new Observer();
  const take = (bytes: Buffer, senderPort = 0): void =>
    takeClosedSocket({ bytes, senderPort, senderUid: null, isCut: false }, seen.context);
  take(message());
  take(message().subarray(0, 80));
  take(message(), 7);
  t.match(seen.take(), [
    [
      'socket_events',
      {
        action: 'close',
        family: 2,
        protocol: 6,
        local_address: '127.0.0.1',
        local_port: 1234,
        remote_address: '10.0.0.1',
        remote_port: 80,
      },
    ],
    ['gap', 'a message about a socket that ended was malformed', 1],
  ]);
  t.equal(seen.said.length, 1);
});

t.test('a connection of this machine', async (t) => {
  const seen = new Observer('', true);
  let source: ReturnType<typeof openSockDiag>;
  try {
    source = openSockDiag({}, seen.context);
  } catch (error) {
    return t.pass(String(error));
  }
  t.teardown(() => source.close());
  const server = createServer((socket) => socket.on('error', () => {}).resume()).listen(0, '127.0.0.1');
  await until(() => server.listening);
  const { port } = server.address() as { port: number }; // of a TCP server
  const client = connect(port, '127.0.0.1');
  await until(() => client.readyState === 'open');
  client.resetAndDestroy();
  server.close();
  await until(() => {
    source.read();
    return seen.rows('socket_events').some((row) => row.local_port === port && row.remote_address === '127.0.0.1');
  });
  return t.match(
    seen.rows('socket_events').find((row) => row.local_port === port),
    { action: 'close', protocol: 6 },
  );
});
