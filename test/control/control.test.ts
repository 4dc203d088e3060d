import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import {
  askControl,
  ControlBusy,
  fromCell,
  type Handler,
  NoDaemon,
  type Reply,
  type Request,
  serveControl,
  toCell,
} from '../../src/control/index.js';
import { Real, SqlError } from '../../src/core/index.js';

const handler: Handler = {
  status: async () => ({ pid: 7 }),
  async *query(sql) {
    if (sql === 'bad')
      throw new SqlError('no-such-table', 'no such table: bad', { start: 0, end: 3 }, 'did you mean "b"?');
    yield { columns: [{ name: 'a', type: 'BIGINT' }] };
    yield { rows: [[1], [{ integer: '9007199254740993' }]] };
  },
};

async function replies(path: string, request: Request): Promise<Reply[]> {
  const all: Reply[] = [];
  for await (const reply of askControl(path, request)) all.push(reply);
  return all;
}

function socketPath(t: { teardown(fn: () => void): unknown }): string {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-control-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  return join(folder, 'daemon.sock');
}

t.test('status, rows and errors', async (t) => {
  const path = socketPath(t);
  const server = await serveControl(path, handler);
  t.equal(statSync(path).mode & 0o777, 0o600, 'its owner alone may ask');
  t.same(await replies(path, { do: 'status' }), [{ status: { pid: 7 } }, { end: true }]);
  t.same(await replies(path, { do: 'query', sql: 'SELECT' }), [
    { columns: [{ name: 'a', type: 'BIGINT' }] },
    { rows: [[1], [{ integer: '9007199254740993' }]] },
    { end: true },
  ]);
  t.same(await replies(path, { do: 'query', sql: 'bad' }), [
    {
      error: {
        code: 'no-such-table',
        message: 'no such table: bad',
        hint: 'did you mean "b"?',
        span: { start: 0, end: 3 },
      },
    },
  ]);
  await server.close();
  t.notOk(existsSync(path), 'the socket goes with the daemon');
  await t.rejects(
    replies(path, { do: 'status' }),
    new NoDaemon(`no daemon listens at ${path}`, 'No such file or directory'),
  );
});

t.test('values keep their class', async (t) => {
  const values = [null, 0, -5, 0.5, 'text', '\udc80\n', 9007199254740993n, new Real(2), new Real(-0), Infinity, 1e300];
  for (const value of values) t.strictSame(fromCell(JSON.parse(JSON.stringify(toCell(value)))), value, String(value));
  t.same(Buffer.from(fromCell(toCell(new Uint8Array([0, 255]))) as Uint8Array), Buffer.from([0, 255]));
});

t.test('a second daemon is told of the first; what a killed one left is taken over', async (t) => {
  const path = socketPath(t);
  const server = await serveControl(path, handler);
  await t.rejects(serveControl(path, handler), ControlBusy);
  t.same((await replies(path, { do: 'status' })).length, 2, 'the first one goes on');
  await server.close();

  const { spawnSync } = await import('node:child_process');
  const killed = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', killed]);
  t.ok(existsSync(path));
  const next = await serveControl(path, handler);
  t.same((await replies(path, { do: 'status' })).length, 2);
  await next.close();

  writeFileSync(path, 'kept');
  await t.rejects(serveControl(path, handler), /exists and is no socket/);
});

t.test('whoever leaves stops the query', async (t) => {
  const path = socketPath(t);
  let stopped: () => void = () => {};
  const isStopped = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  const server = await serveControl(path, {
    status: handler.status,
    async *query(_sql, signal) {
      signal.addEventListener('abort', stopped);
      for (let at = 0; !signal.aborted; at++) {
        yield { rows: [[at]] };
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  });
  for await (const reply of askControl(path, { do: 'query', sql: 'SELECT' })) if ('rows' in reply) break;
  await isStopped;
  await server.close();
});

t.test('a reader that has gone without a word is noticed while nothing is said', async (t) => {
  const path = socketPath(t);
  let stopped: () => void = () => {};
  const isStopped = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  const server = await serveControl(path, {
    status: handler.status,
    async *query(_sql, signal) {
      yield { warning: 'begun' };
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      stopped();
    },
  });
  const asking = `
    const socket = require('node:net').createConnection(process.argv[1]);
    socket.write('{"do":"query","sql":""}\\n');
    socket.on('data', () => process.kill(process.pid, 'SIGKILL'));`;
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, ['-e', asking, path]);
  await isStopped;
  t.equal(child.exitCode ?? child.signalCode, 'SIGKILL');
  await server.close();
});

t.test('nonsense gets an answer, a flood gets the door', async (t) => {
  const path = socketPath(t);
  const server = await serveControl(path, handler);
  const talk = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      let heard = '';
      const socket = createConnection(path, () => socket.end(text));
      socket.on('data', (chunk) => {
        heard += chunk;
      });
      socket.on('error', reject).on('close', () => resolve(heard));
    });
  t.match(await talk('hello\n{"do":"jump"}\n'), /a request is a line of JSON[\s\S]*a request is \{.*do.*status/);
  t.match(await talk('{"do":"status"}'), /\{"status":\{"pid":7\}\}\n\{"end":true\}/, 'no line feed at the end');
  const flood = await talk('x'.repeat(17 * 1024 * 1024)).catch((error: NodeJS.ErrnoException) => error.code);
  t.match(flood, /longer than|EPIPE|ECONNRESET/);
  t.same((await replies(path, { do: 'status' })).length, 2);
  await server.close();
});
