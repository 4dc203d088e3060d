import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { loadLibc } from '../../src/host/libc.js';
import { Syslog } from '../../src/logger/index.js';

// Node cannot listen on a datagram socket of Unix; Python stands in for syslog and prints what comes, a line each.
const LISTENER = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('ready', flush=True)
while True: print(s.recv(1 << 20).decode(), flush=True)
`;

const folder = mkdtempSync(join(tmpdir(), 'syslog-'));
const path = join(folder, 'log');
t.teardown(() => rmSync(folder, { recursive: true, force: true }));

t.test('datagrams', { skip: loadLibc() ? false : 'no FFI library here' }, async (t) => {
  const listener = spawn('python3', ['-c', LISTENER, path], { stdio: ['ignore', 'pipe', 'ignore'] });
  let heard = '';
  let isThere = true;
  listener.on('error', () => (isThere = false));
  listener.on('close', () => (isThere = false));
  const lines = async (count: number): Promise<string[]> => {
    while (isThere && heard.split('\n').length <= count) await new Promise((resolve) => setTimeout(resolve, 5));
    return heard.split('\n').slice(1, count);
  };
  listener.stdout?.on('data', (chunk) => (heard += chunk));
  await lines(1);
  if (!isThere) {
    t.pass('not run: no Python here to listen');
    return;
  }
  const losses: string[] = [];
  const report = { lost: (reason: string) => void losses.push(reason), warn: () => undefined };
  const now = () => new Date(2026, 0, 5, 3, 4, 5).getTime();
  const options = { ident: 'osqueryd', facility: 19, cee: true, form: 'classic', report, path, now } as const;
  const sink = new Syslog(options);
  await sink.announce('osqueryd started [version=1]');
  await sink.results(['{}']);
  await sink.statuses([{ severity: 'error', file: 'a.cpp', line: 1, message: 'bad', time: 0 }]);
  await sink.results(['x'.repeat(8_000_000)]);
  const modern = new Syslog({ ...options, form: 'rfc5424', cee: false });
  await modern.results(['{}']);
  const got = await lines(5);
  t.same(got.slice(0, 3), [
    '<13>Jan  5 03:04:05 osqueryd: osqueryd started [version=1]',
    `<158>Jan  5 03:04:05 osqueryd[${process.pid}]: @cee:{}`,
    `<155>Jan  5 03:04:05 osqueryd[${process.pid}]: severity=2 location=a.cpp:1 message=bad`,
  ]);
  t.match(got[3], /^<158>1 2026-01-0\dT\d\d:04:05\.000Z \S+ osqueryd \d+ - - \{\}$/);
  t.same(losses, ['too-long']);
  listener.kill('SIGKILL');
  await new Promise((resolve) => listener.on('close', resolve));
  await t.rejects(sink.results(['{}']), /cannot connect|gone/);
  await Promise.all([sink.close(), modern.close()]);
});
