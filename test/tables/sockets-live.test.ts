import { execFileSync, spawn, spawnSync } from 'node:child_process';
import * as dgram from 'node:dgram';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import t, { type Test } from 'tap';
import { Host, hasNetlink, listNetNamespaces, readSockets, SOCKET_LISTS, type Socket } from '../../src/host/index.js';
import { listeningPorts } from '../../src/tables/network/listening-ports.js';
import { processOpenSockets } from '../../src/tables/network/process-open-sockets.js';
import { type ScannedRow, type ScanOptions, scanTable } from './scan.js';

const host = new Host();
const own = { pid: [process.pid] };
const ownNamespace = /\d+/.exec(fs.readlinkSync('/proc/self/ns/net'))?.[0];
const isRoot = process.getuid?.() === 0;
const canUnshare = isRoot && spawnSync('unshare', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
const hasIpv6 = Object.values(os.networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));

/** The folder is short, as a unix socket's name holds 108 bytes. */
function shortFolder(t: Test): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sock-'));
  t.teardown(() => fs.rmSync(folder, { recursive: true }));
  return folder;
}

async function listen(t: Test, where: string | { port: number; host: string }): Promise<net.Server> {
  const server = net.createServer();
  server.listen(where);
  await once(server, 'listening');
  t.teardown(() => server.close());
  return server;
}

const portOf = (server: net.Server): number => (server.address() as net.AddressInfo).port; // a TCP server has one
/** A server's descriptor: Node shows it nowhere else. */
const fdOf = (server: net.Server): number => (server as unknown as { _handle: { fd: number } })._handle.fd;

const rowsOf = (
  table: typeof listeningPorts,
  wanted: (row: ScannedRow) => boolean,
  lookup: ScanOptions['lookup'] = own,
): ScannedRow[] => scanTable(table, host, { lookup: lookup ?? {} }).filter(wanted);

t.test('TCP and UDP sockets of our own', async (t) => {
  const server = await listen(t, { port: 0, host: '127.0.0.1' });
  const port = portOf(server);
  const accepted = once(server, 'connection');
  const client = net.connect(port, '127.0.0.1');
  await once(client, 'connect');
  const [peer] = (await accepted) as [net.Socket]; // what the event hands over
  t.teardown(() => {
    client.destroy();
    peer.destroy();
  });
  const about = { pid: process.pid, family: 2, protocol: 6, path: null, net_namespace: ownNamespace };
  const local = '127.0.0.1';
  const rows = rowsOf(processOpenSockets, (row) => row['local_port'] === port || row['remote_port'] === port);
  const listening = {
    ...about,
    fd: fdOf(server),
    local_address: local,
    local_port: port,
    remote_address: '0.0.0.0',
    remote_port: 0,
  };
  t.match(
    rows.find((row) => row['state'] === 'LISTEN'),
    listening,
  );
  const there = {
    ...about,
    local_address: local,
    remote_address: local,
    local_port: client.localPort,
    remote_port: port,
  };
  t.match(
    rows.find((row) => row['remote_port'] === port),
    { ...there, state: 'ESTABLISHED' },
  );
  t.equal(rows.length, 3);
  t.strictSame(
    rowsOf(listeningPorts, (row) => row['fd'] === fdOf(server), { port: [port] }).map(({ socket, ...row }) => row),
    [
      {
        pid: process.pid,
        port,
        protocol: 6,
        family: 2,
        address: local,
        fd: fdOf(server),
        path: null,
        net_namespace: ownNamespace,
      },
    ],
  );
  const udp = dgram.createSocket('udp4').bind(0, local);
  await once(udp, 'listening');
  t.teardown(() => udp.close());
  t.match(
    rowsOf(listeningPorts, (row) => row['protocol'] === 17 && row['port'] === udp.address().port),
    [{ pid: process.pid, family: 2, address: local, path: null }],
  );
});

t.test('IPv6', { skip: !hasIpv6 && 'no IPv6 here' }, async (t) => {
  const server = await listen(t, { port: 0, host: '::1' });
  t.match(
    rowsOf(listeningPorts, (row) => row['port'] === portOf(server)),
    [{ family: 10, protocol: 6, address: '::1', fd: fdOf(server) }],
  );
});

t.test('unix sockets, whatever their name', async (t) => {
  const folder = shortFolder(t);
  const forging = `${folder}/x\n0000000000000000: 00000002 00000000 00010000 0001 01 1 `;
  fs.mkdirSync(forging);
  const names = [`${folder}/a b`, `${folder}/new\nline`, `${folder}/caf\u00e9`];
  if (hasNetlink()) names.push(`${forging}/f`);
  for (const name of names) await listen(t, name);
  const rows = rowsOf(listeningPorts, (row) => String(row['path']).startsWith(folder));
  t.strictSame(rows.map((row) => row['path']).sort(), [...names].sort());
  t.match(rows[0], {
    pid: process.pid,
    port: 0,
    protocol: 0,
    family: 1,
    address: null,
    socket: 0,
    net_namespace: ownNamespace,
  });
  t.strictSame(
    scanTable(listeningPorts, host).filter((row) => row['path'] === '/f'),
    [],
    'no name makes a row of its own',
  );
});

t.test('netlink and /proc/net tell the same', async (t) => {
  await listen(t, { port: 0, host: '127.0.0.1' });
  await listen(t, `${shortFolder(t)}/a b`);
  const lists = SOCKET_LISTS.filter((list) => list.name !== 'packet');
  const mine = new Set(rowsOf(processOpenSockets, () => true).map((row) => row['socket']));
  const read = (isOwn: boolean): Socket[] => {
    const namespace = { id: null, pids: [process.pid], isOwn };
    return [...readSockets(host, namespace, lists, { warn: (message) => t.fail(message) })].filter((socket) =>
      mine.has(socket.inode),
    );
  };
  const told = (sockets: Socket[]): string[] =>
    sockets
      .map((s) =>
        [s.family, s.protocol, s.inode, s.localAddress, s.localPort, s.remoteAddress, s.remotePort, s.path].join(' '),
      )
      .sort();
  t.ok(mine.size >= 2);
  t.strictSame(told(read(true)), told(read(false)));
});

t.test('a socket shared with a child shows with both', async (t) => {
  const server = await listen(t, { port: 0, host: '127.0.0.1' });
  const child = spawn('/bin/sh', ['-c', 'echo ready; read line'], { stdio: ['pipe', 'pipe', 'ignore', fdOf(server)] });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child.stdout ?? child, 'data');
  const rows = rowsOf(listeningPorts, () => true, { port: [portOf(server)] });
  t.strictSame(
    rows.map(({ pid, fd }) => [pid, fd]).sort(),
    [
      [process.pid, fdOf(server)],
      [child.pid, 3],
    ].sort(),
  );
  t.strictSame(rowsOf(processOpenSockets, (row) => row['state'] === 'LISTEN', { pid: [child.pid ?? 0] }).length, 1);
});

t.test('another network namespace', { skip: !canUnshare && 'cannot make a network namespace' }, async (t) => {
  const shared = await listen(t, { port: 0, host: '127.0.0.1' });
  const script = "const s = require('net').createServer().listen(0, '0.0.0.0', () => console.log(s.address().port))";
  const child = spawn('unshare', ['-n', process.execPath, '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore', fdOf(shared)],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]; // the stream has no encoding
  const port = Number(String(line));
  const namespace = /\d+/.exec(fs.readlinkSync(`/proc/${child.pid}/ns/net`))?.[0];
  t.not(namespace, ownNamespace);
  const expected = { pid: child.pid, port, protocol: 6, family: 2, address: '0.0.0.0', net_namespace: namespace };
  const inThere = (row: ScannedRow): boolean => row['net_namespace'] === namespace;
  t.match(rowsOf(listeningPorts, inThere, {}), [expected]);
  t.match(rowsOf(listeningPorts, inThere, { pid: [child.pid ?? 0] }), [expected]);
  // It also holds a socket of ours, as a service with a private network holds the one it was started with.
  const handed = (row: ScannedRow): boolean => row['local_port'] === portOf(shared) && row['pid'] === child.pid;
  t.equal(rowsOf(processOpenSockets, handed, {}).length, 1);
  t.strictSame(rowsOf(processOpenSockets, handed, { pid: [child.pid ?? 0] }), rowsOf(processOpenSockets, handed, {}));
  t.equal(listNetNamespaces(host, [process.pid, child.pid ?? 0, process.ppid]).length, 2);
});

const ss = (...args: string[]): string[] | undefined => {
  try {
    return execFileSync('ss', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .trim()
      .split('\n');
  } catch {
    return undefined;
  }
};

t.test('as ss has it', { skip: !ss('-H', '-l') && 'no ss here' }, async (t) => {
  await listen(t, { port: 0, host: '127.0.0.1' });
  const listening = (): string[] =>
    (ss('-H', '-l', '-t', '-n') ?? []).map((line) =>
      (line.split(/\s+/)[3] ?? '').replace('*:', '[::]:').replace(/%[^:\]]*/, ''),
    );
  const before = listening();
  const ours = new Set(
    scanTable(listeningPorts, host, { lookup: { protocol: [6], family: [2, 10] } })
      .filter((row) => row['net_namespace'] === ownNamespace)
      .map((row) => `${row['family'] === 10 ? `[${row['address']}]` : row['address']}:${row['port']}`),
  );
  const after = new Set(listening());
  t.strictSame(
    before.filter((address) => after.has(address) && !ours.has(address)),
    [],
  );
  t.ok(before.length > 0);
});
