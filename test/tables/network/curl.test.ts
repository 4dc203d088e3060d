import { execFile } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { openEngine } from '../../../src/engine.js';
import { askWeb, Host } from '../../../src/host/index.js';
import { FolderSink, record } from '../../../src/record/index.js';
import { curl } from '../../../src/tables/network/curl.js';
import { catalog } from '../../record/rows.js';
import { ask } from '../against.js';
import { type ScannedRow, type ScanOptions, scanTableAsync } from '../scan.js';
import { expired, makeCertificate, noOpenssl } from './openssl.js';
import { httpServer, httpsServer, rawServer } from './servers.js';

const NOTHING = { response_code: null, round_trip_time: null, bytes: null, result: null };

async function visit(url: string | string[], options: ScanOptions = {}, host = new Host()) {
  const warnings: string[] = [];
  const rows = await scanTableAsync(curl, host, {
    warnings,
    ...options,
    lookup: { url: [url].flat(), ...options.lookup },
  });
  return { rows, warnings: warnings.sort() };
}

const untimed = (rows: readonly ScannedRow[]): ScannedRow[] =>
  rows.map((row) => ({ ...row, round_trip_time: Number(row.round_trip_time) > 0 }));

t.test('what servers answer', async (t) => {
  const port = await httpServer(t, (request, response) => {
    if (request.url === '/none') return void response.writeHead(404).end('no such page');
    if (request.url === '/chunks') {
      response.write('a\0b');
      return void response.end(Buffer.from([0xff, 0x0a]));
    }
    if (request.url === '/empty') return void response.writeHead(204).end();
    response.end(`${request.method} ${request.headers['user-agent']} ${request.headers.host}`);
  });
  const at = `http://127.0.0.1:${port}`;
  const row = (path: string, code: number, bytes: number, result: string, agent = 'osquery') => ({
    ...{ url: at + path, method: 'GET', user_agent: agent },
    ...{ response_code: code, round_trip_time: true, bytes, result },
  });
  const { rows, warnings } = await visit(['/none', '/chunks', '/empty', '/'].map((path) => at + path));
  t.same(untimed(rows), [
    row('/none', 404, 12, 'no such page'),
    row('/chunks', 200, 5, 'a\0b\udcff\n'),
    row('/empty', 204, 0, ''),
    row('/', 200, `GET osquery 127.0.0.1:${port}`.length, `GET osquery 127.0.0.1:${port}`),
  ]);
  t.same(warnings, []);
  const agents = await visit(`${at}/`, { lookup: { user_agent: ['one', 'two\r\nX: y'] } });
  t.same(
    agents.rows.map(({ user_agent, result }) => [user_agent, String(result).split(' 127')[0]]),
    [
      ['one', 'GET one'],
      ['two\r\nX: y', 'GET twoX: y'],
    ],
    'a line break adds no header',
  );
});

t.test('redirects', async (t) => {
  const port = await httpServer(t, (request, response) => {
    const [, kind, count = '0'] = request.url?.split('/') ?? [];
    const to = (location: string): void => void response.writeHead(302, { Location: location }).end('moved');
    if (kind === 'down') return count === '0' ? void response.end('there') : to(`/down/${Number(count) - 1}`);
    if (kind === 'file') return to('file:///etc/passwd');
    if (kind === 'broken') return to('http://[');
    response.writeHead(302).end('nowhere to go');
  });
  const at = `http://127.0.0.1:${port}`;
  const { rows, warnings } = await visit(
    ['down/10', 'down/11', 'file', 'broken', 'other'].map((path) => `${at}/${path}`),
  );
  t.same(
    rows.map(({ response_code, result }) => [response_code, result]),
    [
      [200, 'there'],
      [null, null],
      [null, null],
      [null, null],
      [302, 'nowhere to go'],
    ],
  );
  t.same(warnings, [
    'cannot read file:///etc/passwd: file is neither http nor https',
    `cannot read ${at}/down/11: more than 10 redirects`,
    'cannot read http://[: no address',
  ]);
});

t.test('servers that answer badly', async (t) => {
  const huge = await httpServer(t, (_, response) => {
    const more = (): boolean => response.write(Buffer.alloc(1024 * 1024));
    response.on('drain', () => void more());
    more();
  });
  const cut = await httpServer(t, (_, response) => {
    response.writeHead(200, { 'Content-Length': '100' });
    response.write('a');
    response.socket?.end();
  });
  const other = await rawServer(t, (socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  const closed = await rawServer(t, (socket) => void socket.destroy());
  const long = await rawServer(t, (socket) => void socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`));
  const ports = [huge, cut, other, closed, long];
  const { rows, warnings } = await visit(ports.map((port) => `http://127.0.0.1:${port}/`));
  t.same(
    rows.map(({ response_code, result }) => [response_code, result]),
    ports.map(() => [null, null]),
  );
  t.match(warnings.join('\n'), new RegExp(`:${huge}/: larger than 16777216 bytes`));
  for (const port of ports) t.match(warnings.join('\n'), new RegExp(`cannot read http://127.0.0.1:${port}/: `));
});

t.test('addresses that nobody answers at, or that are none', async (t) => {
  const urls = ['http://127.0.0.1:1/', 'ftp://127.0.0.1/', 'example', 'http://u:secret@127.0.0.1:1/x?token=y', ''];
  const { rows, warnings } = await visit(urls);
  t.same(
    rows,
    urls.map((url) => ({ url, method: 'GET', user_agent: 'osquery', ...NOTHING })),
  );
  t.same(warnings, [
    'cannot read : no address',
    'cannot read example: no address',
    'cannot read ftp://127.0.0.1/: ftp is neither http nor https',
    'cannot read http://127.0.0.1:1/: nobody listens',
    'cannot read http://127.0.0.1:1/x: nobody listens',
  ]);
});

t.test('a server that hangs is left when the query is cancelled', async (t) => {
  const visitors: Socket[] = [];
  const arrived = new EventEmitter();
  const port = await rawServer(t, (socket) => {
    visitors.push(socket);
    socket.once('data', () => arrived.emit('asked'));
  });
  const controller = new AbortController();
  const asked = once(arrived, 'asked');
  const visited = visit(`http://127.0.0.1:${port}/`, { signal: controller.signal });
  await asked;
  const [visitor] = visitors;
  const left = visitor && once(visitor, 'close');
  controller.abort(new Error('enough'));
  await t.rejects(visited, { message: 'enough' });
  await left;
});

t.test('a server that hangs is left when its time is up', async (t) => {
  const port = await rawServer(t, (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nslow'));
  const asked = { url: `http://127.0.0.1:${port}/`, timeoutMs: 100, bodyBytes: 100 };
  await t.rejects(askWeb(asked, new AbortController().signal), { message: /: no answer in 0.1 s$/ });
});

t.test('HTTPS is believed where an authority of the machine signed', { skip: noOpenssl }, async (t) => {
  const folder = t.testdir({});
  const ext = 'subjectAltName = IP:127.0.0.1\nbasicConstraints = CA:TRUE';
  const good = makeCertificate(folder, '/CN=good', undefined, ext);
  const other = makeCertificate(folder, '/CN=other', undefined, ext);
  const misnamed = makeCertificate(folder, '/CN=misnamed', undefined, 'basicConstraints = CA:TRUE');
  const old = expired(good);
  const root = join(folder, 'root');
  mkdirSync(join(root, 'etc/ssl/certs'), { recursive: true });
  writeFileSync(join(root, 'etc/ssl/certs/ca-certificates.crt'), good.cert + misnamed.cert);
  /** This machine, with other authorities. */
  class Trusting extends Host {
    override readText(path: string): string {
      return new Host(root).readText(path);
    }
  }
  const serve = ({ key, cert }: { key: string; cert: string }): Promise<number> =>
    httpsServer(t, { key, cert }, (_, response) => response.end('safe'));
  const ports = [await serve(good), await serve(other), await serve(misnamed), await serve(old)];
  const { rows, warnings } = await visit(
    ports.map((port) => `https://127.0.0.1:${port}/`),
    {},
    new Trusting(),
  );
  t.same(
    rows.map(({ result }) => result),
    ['safe', null, null, null],
  );
  t.match(warnings.join('\n'), /self-signed certificate/);
  t.match(warnings.join('\n'), /IP: 127.0.0.1 is not in the cert's list/);
  t.match(warnings.join('\n'), /certificate has expired/);
});

t.test('a recording has the answers that were asked for while it was made, and asks nobody', async (t) => {
  let visits = 0;
  const port = await httpServer(t, (_, response) => {
    visits++;
    response.end('recorded');
  });
  const url = `http://127.0.0.1:${port}/?token=secret`;
  const to = join(t.testdir({}), 'recording');
  const sql = `SELECT response_code, result FROM curl WHERE url = '${url}'`;
  const sink = new FolderSink(to);
  const about = { isAnonymous: false, keepEnvironment: false, tables: new Set(['time']) };
  const report = await record({ catalog: catalog(), sink, queries: [sql], ...about });
  t.same(report.failed, []);
  t.equal(visits, 1);
  const recorded = new Host(to);
  const { rows } = await visit([url, 'http://127.0.0.1:1/'], {}, recorded);
  t.same(
    rows.map(({ response_code, result }) => [response_code, result]),
    [
      [200, 'recorded'],
      [null, null],
    ],
  );
  t.equal(visits, 1);
  t.notMatch(recorded.root && String(new Host().readText(join(to, '.host.json'))), 'secret');
});

t.test('as curl(1) has it', { skip: ask('curl', '--version') === undefined && 'no curl(1)' }, async (t) => {
  const body = 'some text, 16 KiB of it\n'.repeat(700);
  const port = await httpServer(t, ({ url }, response) => {
    if (url === '/moved') response.writeHead(301, { Location: '/text' }).end();
    else response.writeHead(url === '/text' ? 200 : 503).end(body);
  });
  for (const path of ['text', 'moved', 'busy']) {
    const url = `http://127.0.0.1:${port}/${path}`;
    const words = ['-sSL', '--noproxy', '*', '-w', '%{http_code} %{size_download}', '-o', '/dev/null', url];
    const { stdout } = await promisify(execFile)('curl', words);
    const { rows } = await visit(url);
    t.equal(`${rows[0]?.response_code} ${rows[0]?.bytes}`, stdout, path);
    t.equal(rows[0]?.result, body);
  }
});

t.test('the address is required', async (t) => {
  const engine = openEngine({ catalog: catalog(), host: new Host() });
  t.throws(() => [...engine.prepare('SELECT * FROM curl')], { message: /url/ });
});
