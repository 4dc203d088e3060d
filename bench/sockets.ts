// Thousands of connections: sockets, and sockets with their processes, to the bare system calls.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dumpNetlink } from '../src/host/net/netlink.js';
import { check, openLive, rowsOf } from './measure.js';
import { numberOf } from './options.js';
import { probe } from './probe.js';

const COUNT = numberOf('SOCKETS', 5000, 2000);
const SERVERS = 50;
const DIAG = 4;
const BY_FAMILY = 20;
const TCP = 6;
const UDP = 17;
const [ALL, LISTEN] = [0xffffffff, 1 << 10];

/** A process with servers, and connections to itself: each has two sockets. It ends when we do. */
const HOLDER = `
const net = require('net');
const servers = [], held = [];
let ready = 0;
for (let i = 0; i < ${SERVERS}; i++) servers.push(net.createServer((socket) => held.push(socket)).listen(0, '127.0.0.1', 4096, next));
function next() { if (++ready === ${SERVERS}) connect(0); }
function connect(i) {
  if (i === ${Math.floor((COUNT - SERVERS) / 2)}) return process.stdout.write('ready');
  const socket = net.connect(servers[i % ${SERVERS}].address().port, '127.0.0.1', () => { held.push(socket); connect(i + 1); });
}
process.stdin.on('end', () => process.exit()).resume();
`;

/** What the kernel says of a family's sockets, unread. */
function dump(family: number, protocol: number, states: number): void {
  const request = Buffer.alloc(56);
  request[0] = family;
  request[1] = protocol;
  request.writeUInt32LE(states >>> 0, 4);
  dumpNetlink(DIAG, BY_FAMILY, request, () => {});
}

const dumps = (tcpStates: number) => (): void => {
  for (const family of [2, 10]) {
    dump(family, TCP, tcpStates);
    dump(family, UDP, ALL);
  }
};

async function probes(pid: number): Promise<void> {
  const connections = COUNT - SERVERS - 1;
  const besides = dumps(ALL);
  await probe({
    label: 'SELECT * FROM process_open_sockets',
    sql: 'SELECT * FROM process_open_sockets',
    isRight: (rows) => rows.filter((row) => row[0] === pid).length >= connections,
    besides,
  });
  for (const from of ['processes JOIN process_open_sockets', 'process_open_sockets JOIN processes']) {
    await probe({
      label: from.replaceAll('process_open_sockets', 'sockets'),
      sql: `SELECT pid, name, fd, remote_port FROM ${from} USING (pid) WHERE family = 2`,
      isRight: (rows) => rows.filter((row) => row[0] === pid).length >= connections,
      besides: () => dump(2, TCP, ALL),
    });
  }
  await probe({
    label: 'listening_ports of IPv4',
    sql: 'SELECT DISTINCT p.name, l.port, l.pid FROM listening_ports l JOIN processes p USING (pid) WHERE l.family = 2',
    isRight: (rows) => rows.filter((row) => row[2] === pid).length === SERVERS,
    besides: () => dump(2, TCP, LISTEN),
  });
}

const holder = spawn(process.execPath, ['-e', HOLDER], { stdio: ['pipe', 'pipe', 'inherit'] });
try {
  await once(holder.stdout, 'data');
  const [row] = await rowsOf(openLive(), 'SELECT count(*) FROM process_open_sockets');
  check(Number(row?.[0]) >= COUNT - 1, 'sockets are missing');
  console.log(`  ${Number(row?.[0])} sockets`);
  await probes(holder.pid ?? 0);
} finally {
  holder.stdin.end();
}
