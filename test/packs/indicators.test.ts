import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { open } from '../../src/index.js';
import { sqlOf } from './packs.js';

/** What is started here shows itself soon: a child may be asked for before it runs its program. */
const PATIENCE_MS = 10_000;

type Found = Readonly<Record<string, unknown>>;

/** The rows of a pack's query, on this host or in a folder that stands for it. */
async function rowsOf(name: string, root?: string): Promise<Found[]> {
  const db = await open(root === undefined ? {} : { root });
  try {
    const { columns, rows } = await db.query(sqlOf(name));
    return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column.name, row[at]])));
  } finally {
    await db.close();
  }
}

async function waitForRow(name: string, isMeant: (row: Found) => boolean): Promise<Found | undefined> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const row = (await rowsOf(name)).find(isMeant);
    if (row || performance.now() > end) return row;
    await sleep(20);
  }
}

async function start(t: Test, program: string, args: readonly string[], options: SpawnOptions): Promise<ChildProcess> {
  const child = spawn(program, args, options);
  t.teardown(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  return child;
}

function temporaryFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'hostql-packs-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

t.test('a program that was deleted while it runs', async (t) => {
  const program = join(temporaryFolder(t), 'short-lived');
  copyFileSync('/bin/sleep', program);
  const { pid } = await start(t, program, ['60'], { stdio: 'ignore' });
  const isIt = (row: Found): boolean => row['pid'] === pid;
  t.ok(await waitForRow('incident-response_running_processes', (row) => isIt(row) && row['path'] === program));
  t.notOk(
    (await rowsOf('incident-response_deleted_executables')).some(isIt),
    'while its file is there, it is not told',
  );
  rmSync(program);
  t.match(await waitForRow('incident-response_deleted_executables', isIt), { path: program, cmdline: /60$/ });
  t.match(await waitForRow('rootkit-indicators_vanished_programs', isIt), { path: program });
});

t.test(
  'a program in a temporary folder',
  { skip: tmpdir() !== '/tmp' && 'temporary files are elsewhere' },
  async (t) => {
    const program = join(temporaryFolder(t), 'dropped');
    copyFileSync('/bin/sleep', program);
    const { pid } = await start(t, program, ['60'], { stdio: 'ignore' });
    const row = await waitForRow('incident-response_programs_in_temporary_folders', (row) => row['pid'] === pid);
    t.match(row, { path: program, sha256: /^[0-9a-f]{64}$/ });
  },
);

t.test('a program that calls itself a kernel thread', async (t) => {
  const { pid } = await start(t, '/bin/sleep', ['60'], { stdio: 'ignore', argv0: '[kworker/7:1]' });
  const row = await waitForRow('rootkit-indicators_false_kernel_threads', (row) => row['pid'] === pid);
  t.match(row, { cmdline: '[kworker/7:1] 60' });
});

t.test('a library that is loaded first', async (t) => {
  const { pid } = await start(t, '/bin/sleep', ['60'], {
    stdio: 'ignore',
    env: { LD_PRELOAD: '/nonexistent/hook.so' },
  });
  const row = await waitForRow('rootkit-indicators_preload_environment', (row) => row['pid'] === pid);
  t.match(row, { key: 'LD_PRELOAD', value: '/nonexistent/hook.so' });
});

t.test('a port that is open to other machines', async (t) => {
  const server = createServer().listen(0, '0.0.0.0');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a server on a port has no other kind of address
  const found = (await rowsOf('incident-response_listening_programs')).find((row) => row['port'] === port);
  t.match(found, { protocol: 6, family: 2, address: '0.0.0.0', pids: String(process.pid) });
  const inner = createServer().listen(0, '127.0.0.1');
  t.teardown(() => inner.close());
  await once(inner, 'listening');
  const { port: hidden } = inner.address() as AddressInfo; // as above
  t.notOk(
    (await rowsOf('incident-response_listening_programs')).some((row) => row['port'] === hidden),
    'one for this machine alone is left out',
  );
});

t.test('a shell whose input is a connection', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a server on a port has no other kind of address
  const socket = connect(port, '127.0.0.1');
  t.teardown(() => socket.destroy());
  await once(socket, 'connect');
  const { pid } = await start(t, '/bin/sh', [], { stdio: [socket, 'ignore', 'ignore'] });
  const row = await waitForRow('incident-response_interpreters_on_sockets', (row) => row['pid'] === pid);
  t.match(row, { fd: 0, remote_address: '127.0.0.1', remote_port: port });
});

t.test('files, in a folder that stands for a machine', async (t) => {
  const root = temporaryFolder(t);
  const put = (path: string, mode: number): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), 'x');
    chmodSync(join(root, path), mode);
  };
  put('tmp/rights', 0o4755);
  put('tmp/harmless', 0o644);
  put('etc/ld.so.preload', 0o644);
  put('etc/shadow', 0o644);
  put('etc/gshadow', 0o640);
  put('dev/shm/.cache', 0o600);
  put('dev/tty99', 0o600);
  put('proc/mounts', 0o444);
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\n');
  const paths = async (name: string): Promise<unknown[]> => (await rowsOf(name, root)).map(({ path }) => path);
  t.same(await paths('rootkit-indicators_temporary_setuid'), ['/tmp/rights']);
  t.same(await paths('incident-response_temporary_programs'), ['/tmp/rights']);
  t.same(await paths('rootkit-indicators_preload_file'), ['/etc/ld.so.preload']);
  t.same(await paths('compliance_exposed_secrets'), ['/etc/shadow']);
  t.same(await paths('rootkit-indicators_hidden_files'), ['/dev/shm/.cache']);
  t.same(await paths('rootkit-indicators_device_folder_files'), ['/dev/tty99']);
  t.match(await rowsOf('compliance_second_superusers', root), [{ username: 'toor', uid: 0 }]);
});

t.test('a file system over the folder of a process', async (t) => {
  const root = temporaryFolder(t);
  mkdirSync(join(root, 'proc/self'), { recursive: true });
  const mounts =
    'proc /proc proc rw 0 0\ntmpfs /proc/4711 tmpfs rw 0 0\nbinfmt /proc/sys/fs/binfmt_misc binfmt rw 0 0\n';
  for (const path of ['proc/mounts', 'proc/self/mounts']) writeFileSync(join(root, path), mounts);
  t.match(await rowsOf('rootkit-indicators_covered_processes', root), [{ path: '/proc/4711', type: 'tmpfs' }]);
});
