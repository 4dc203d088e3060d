import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Gone } from '../../../src/core/index.js';
import { ANSWER_LIMITS, getOverSocket, Refused, Silent, TooLarge } from '../../../src/host/index.js';
import { answer, serve } from './unix-server.js';

const never = new AbortController().signal;
const limits = { timeoutMs: 5000, bodyBytes: 1000 };

/** What a client gets of a server that talks so: the body, or the error. */
async function outcome(talk: (socket: Socket, head: string) => void, bounds = limits): Promise<string | Error> {
  const server = await serve(talk);
  try {
    return (await getOverSocket({ path: server.path }, '/x?y=1', never, bounds)).toString();
  } catch (error) {
    return error as Error;
  } finally {
    await server.close();
  }
}

t.test('what is sent and what comes back', async (t) => {
  let asked = '';
  const body = await outcome((socket, head) => {
    asked = head;
    socket.write(answer('{"a":1}'));
  });
  t.equal(body, '{"a":1}');
  t.match(asked, /^GET \/x\?y=1 HTTP\/1\.1\r\n/);
  t.match(asked, /^Connection: close\r$/im, 'a connection is not kept');
  t.match(asked, /^Host: localhost\r$/im);
});

t.test('bodies in chunks, and bodies that end with the connection', async (t) => {
  const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
  t.equal(await outcome((socket) => socket.write(`${head}3\r\n[1,\r\n2\r\n2]\r\n0\r\n\r\n`)), '[1,2]');
  t.equal(await outcome((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\n[3]')), '[3]');
});

t.test('servers that answer something else', async (t) => {
  const cases: [name: string, talk: (socket: Socket) => void, expected: RegExp][] = [
    ['no HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), /speaks no HTTP/],
    ['an error', (socket) => socket.write(answer('{}', '500 No')), /answers 500/],
    ['somewhere else', (socket) => socket.write(answer('', '301 Moved', 'Location: /y\r\n')), /answers 301/],
    ['nothing', (socket) => socket.end(), /ended early/],
    ['half a body', (socket) => socket.end(answer('1234567').slice(0, -3)), /ended early/],
    [
      'half a chunk',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nx'),
      /ended early/,
    ],
    [
      'two lengths',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
      /no HTTP/,
    ],
    ['a head without end', (socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(1e6)}`), /no HTTP/],
  ];
  for (const [name, talk, expected] of cases) {
    const error = await outcome(talk);
    t.type(error, Refused, name);
    t.match(String(error), expected, name);
  }
});

t.test('what is not there', async (t) => {
  t.type(await outcome((socket) => socket.write(answer('{}', '404 Not Found'))), Gone);
  t.type(await outcome((socket) => socket.write(answer('{}', '409 Conflict'))), Gone, 'of what does not run');
});

t.test('a body that is too large ends the connection', async (t) => {
  const server = await serve((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    const pour = (): void => void socket.write(Buffer.alloc(65_536, 0x20), (failed) => failed ?? pour());
    pour();
  });
  t.teardown(server.close);
  await t.rejects(getOverSocket({ path: server.path }, '/', never, limits), TooLarge);
  await until(() => server.open.size === 0);
});

t.test('a server that is silent, and one that never comes to an end', async (t) => {
  const short = { timeoutMs: 50, bodyBytes: 1e9 };
  t.type(await outcome(() => undefined, short), Silent);
  t.type(await outcome((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n['), short), Silent);
  const drip = (socket: Socket): void => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    const timer = setInterval(() => socket.write(' '), 5);
    socket.on('close', () => clearInterval(timer));
  };
  t.type(await outcome(drip, short), Silent, 'a byte now and then is no answer in time');
});

t.test('an abort ends the request, before and while it runs', async (t) => {
  const server = await serve((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n['));
  t.teardown(server.close);
  const stop = new AbortController();
  const asked = getOverSocket({ path: server.path }, '/', stop.signal, ANSWER_LIMITS);
  await until(() => server.open.size === 1);
  stop.abort(new Error('enough'));
  await t.rejects(asked, { message: 'enough' });
  await until(() => server.open.size === 0);
  await t.rejects(getOverSocket({ path: server.path }, '/', stop.signal), { message: 'enough' });
  t.equal(server.count(), 1, 'nobody is asked after it');
});

t.test('paths that nobody listens at', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-api-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'folder'));
  symlinkSync('loop', join(folder, 'loop'));
  for (const name of ['nothing', 'file', 'folder', 'loop', 'file/below', 'a\0b', 'x'.repeat(300)])
    await t.rejects(getOverSocket({ path: join(folder, name) }, '/', never), Gone, JSON.stringify(name.slice(0, 10)));
});

t.test('a path longer than a socket address, and one that is no UTF-8', async (t) => {
  const server = await serve((socket) => socket.write(answer('[]')));
  t.teardown(server.close);
  const folder = mkdtempSync(join(tmpdir(), 'hostql-api-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const long = join(folder, 'x'.repeat(200));
  symlinkSync(server.path, long);
  t.equal((await getOverSocket({ path: long }, '/', never)).toString(), '[]');
  symlinkSync(server.path, Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff])]));
  t.equal((await getOverSocket({ path: `${folder}/\udcff` }, '/', never)).toString(), '[]');
});

t.test("a user's socket is spoken to only where it is that user's", async (t) => {
  const server = await serve((socket) => socket.write(answer('[]')));
  t.teardown(server.close);
  const uid = process.getuid?.() ?? 0;
  t.equal((await getOverSocket({ path: server.path, ownerUid: uid }, '/', never)).toString(), '[]');
  await t.rejects(getOverSocket({ path: server.path, ownerUid: uid + 1 }, '/', never), Refused);
  t.equal(server.count(), 1);
});

t.test(
  'a socket that is closed to us',
  { skip: process.getuid?.() === 0 && 'root may connect anywhere' },
  async (t) => {
    const server = await serve(() => undefined);
    t.teardown(server.close);
    chmodSync(server.path, 0);
    await t.rejects(getOverSocket({ path: server.path }, '/', never), /permission denied/);
  },
);

/** Looks again until it holds; the test's own time limit ends it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}
