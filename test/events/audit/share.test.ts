import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { readLine } from '../../../src/events/audit/kernel/dispatcher.js';
import { holder, kernelState, kill, LiveSource, only, whyNot } from './live-kernel.js';
import { readStream } from './stream.js';

const skip = (await whyNot()) ?? false;
const before = skip ? undefined : kernelState();
const SETTINGS = only({ process: { fork: false, kill: false } });
const NAMES = new Map([
  [1300, 'SYSCALL'],
  [1302, 'PATH'],
  [1304, 'SOCKETCALL'],
  [1306, 'SOCKADDR'],
  [1307, 'CWD'],
  [1309, 'EXECVE'],
  [1320, 'EOE'],
]);

/** A process that has the audit system, as auditd would; its rules are those of the settings. */
async function withHolder(use: () => Promise<void>): Promise<void> {
  const child = await holder(SETTINGS);
  try {
    await use();
  } finally {
    await kill(child);
    new LiveSource(SETTINGS).close(); // takes back what it has left
  }
}

t.test("where another process has it, records come by the kernel's group", { skip }, async (t) => {
  await withHolder(async () => {
    const rules = kernelState();
    const source = new LiveSource(only({ process: SETTINGS.process, sockets: undefined }));
    try {
      t.match(source.gathered.said, [/another process has it; reading along in the kernel's group/]);
      spawnSync('/bin/true', [`shared-${process.pid}`]);
      const rows = () =>
        source.gathered.of('process_events').filter(({ cmdline }) => cmdline === `/bin/true shared-${process.pid}`);
      await source.until(() => rows().length === 1);
      t.same(kernelState(), rules, 'nothing is changed');
    } finally {
      source.close();
    }
    t.same(kernelState(), rules, 'nor at the end');
  });
  t.same(kernelState(), before);
});

t.test('when whoever had it is gone, and nobody came for ten seconds, it is taken', { skip }, async (t) => {
  const mark = `taken-${process.pid}`;
  const held = await holder(SETTINGS);
  const source = new LiveSource(only({ process: SETTINGS.process, mayConfigure: true }));
  try {
    t.match(source.gathered.said, [/another process has it/]);
    await kill(held);
    source.source.tick?.();
    source.gathered.skewMs = 9000;
    source.source.tick?.();
    t.equal(source.gathered.said.length, 1, 'not yet: it may come again');
    source.gathered.skewMs = 16_000;
    await source.until(() => source.gathered.said.some((said) => /took the audit system again/.test(said)));
    spawnSync('/bin/true', [mark]);
    await source.until(() =>
      source.gathered.of('process_events').some(({ cmdline }) => cmdline === `/bin/true ${mark}`),
    );
  } finally {
    source.close();
  }
  t.same(kernelState(), before, 'what both have changed is taken back');
});

t.test('where auditd has a dispatcher, it is asked', { skip }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-dispatcher-'));
  const path = join(folder, 'events');
  const clients: Socket[] = [];
  const server = createServer((client) => clients.push(client)).listen(path);
  await once(server, 'listening');
  const lines = readStream('32-bit').map(
    ({ type, text }) => `type=${NAMES.get(type)} msg=${text.toString('latin1')}\n`,
  );
  try {
    await withHolder(async () => {
      const source = new LiveSource(
        only({ ...SETTINGS, sockets: { accept: true, failed: true, nullAccept: false, unix: false } }),
        path,
      );
      try {
        t.match(source.gathered.said, [/reading along at/]);
        await source.until(() => clients.length === 1);
        const stream = lines.join('');
        clients[0]?.write(stream.slice(0, 1000)); // not at the end of a line
        await source.until(() => source.gathered.rows.length === 1);
        clients[0]?.write(stream.slice(1000));
        await source.until(() => source.gathered.rows.length === 5);
        t.same(
          source.gathered.rows.map(({ table, row }) => `${table} ${row.pid}`),
          ['process_events 901', ...new Array(3).fill('socket_events 902'), 'process_events 903'],
        );
        clients[0]?.end();
        await source.until(() => source.gathered.gaps.length > 0);
        t.match(source.gathered.gaps[0]?.gap, { reason: 'auditd has ended' });
      } finally {
        source.close();
      }
    });
  } finally {
    for (const client of clients) client.destroy();
    server.close();
    rmSync(folder, { recursive: true });
  }
  t.same(kernelState(), before);
});

t.test('lines of a dispatcher', async (t) => {
  const read = (line: string) => {
    let found: readonly [number, string] | undefined;
    const bytes = Buffer.from(`xx${line}`);
    readLine(bytes, 2, bytes.length, (type, text, start, end) => {
      found = [type, text.toString('latin1', start, end)];
    });
    return found;
  };
  t.same(read('type=SYSCALL msg=audit(1.000:2): a=b'), [1300, 'audit(1.000:2): a=b']);
  t.same(read('node=web-1 type=USER_LOGIN msg=audit(1.000:2): pid=1'), [1112, 'audit(1.000:2): pid=1']);
  t.same(read('type=UNKNOWN[1337] msg=audit(1.000:2): oflag=0'), [1337, 'audit(1.000:2): oflag=0']);
  for (const line of [
    '',
    'type=',
    'type=SYSCALL',
    'type=NONE msg=audit(1.000:2): ',
    'mytype=SYSCALL msg=audit(1',
    'type=UNKNOWN[x] msg=',
  ]) {
    t.equal(read(line), undefined, line);
  }
});
