import { type Lookup, type ScanRequest, tableOf } from '../../catalog/index.js';
import { AF_PACKET, readSockets, type Socket } from '../../host/index.js';
import { admitting } from '../lookup.js';
import {
  type HeldSocket,
  heldBy,
  holderContainer,
  holdersByInode,
  listsFor,
  namespacesOf,
  type SocketOwners,
  socketOwners,
} from './held-sockets.js';

const { table, bigint, integer, text } = tableOf<HeldSocket>();

/** Names of TCP's states, from 1 on (include/net/tcp_states.h). */
const TCP_STATES = [
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSED',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
];

const TCP = 6;

const portKey = { key: { ops: ['=', 'range'], rowsPerValue: 5 } } as const;

function stateOf(socket: Socket): string | null {
  if (socket.family === AF_PACKET) return 'NONE';
  return socket.protocol === TCP && socket.localAddress !== null ? (TCP_STATES[socket.state - 1] ?? 'UNKNOWN') : null;
}

/**
 * One row for each descriptor that refers to a socket: one shared by processes shows with each of them. Sockets that no
 * process holds (TIME_WAIT), or whose holder we may not look into, have pid and fd -1.
 */
export const processOpenSockets = table({
  name: 'process_open_sockets',
  description: 'Sockets that processes hold open, in every network namespace with a process in it.',
  sources: ['/proc/<pid>/fd', 'netlink: SOCK_DIAG_BY_FAMILY', '/proc/<pid>/net'],
  privileges: 'none for sockets; root (CAP_SYS_PTRACE) to tell which process of others holds one',
  examples: [
    "SELECT p.name, s.remote_address, s.remote_port FROM process_open_sockets AS s JOIN processes AS p USING (pid) WHERE s.state = 'ESTABLISHED'",
    'SELECT state, count(*) AS sockets FROM process_open_sockets WHERE family = 2 GROUP BY state',
  ],
  columns: {
    pid: integer('Process id, -1 where no process is known to hold it', (held) => held.pid, {
      key: { maxValues: 65_536, rowsPerValue: 5 },
    }),
    fd: bigint('Number of the descriptor, -1 where no process is known to hold it', (held) => held.fd),
    socket: bigint('Inode of the socket', (held) => held.socket.inode),
    family: integer('1 unix, 2 IPv4, 10 IPv6, 17 packet', (held) => held.socket.family, { key: { rowsPerValue: 150 } }),
    protocol: integer(
      '6 TCP, 17 UDP, 1 ICMP, 136 UDP-Lite, 255 raw; the ethertype of packet sockets',
      (held) => held.socket.protocol,
      {
        key: { rowsPerValue: 100 },
      },
    ),
    local_address: text('Own address', (held) => held.socket.localAddress),
    remote_address: text('Address of the other side', (held) => held.socket.remoteAddress),
    local_port: integer('Own port, 0 where there is none', (held) => held.socket.localPort, portKey),
    remote_port: integer('Port of the other side, 0 where there is none', (held) => held.socket.remotePort, portKey),
    path: text('Name of a unix socket; an abstract one starts with @', (held) => held.socket.path),
    state: text('State of a TCP socket: LISTEN, ESTABLISHED, TIME_WAIT', (held) => stateOf(held.socket)),
    net_namespace: text('Inode of the network namespace', (held) => held.namespace.id),
    ...holderContainer,
  },
  rows: 500,
  rowCost: 30,
  *scan(request) {
    const { host, lookup } = request;
    const owners = socketOwners(host, lookup.pid);
    if (owners.pids.length === 0 && !owners.isUnownedWanted) return;
    // Where few sockets are asked for, they are looked for first: without any, no descriptor needs looking at.
    const isFew = lookup.local_port !== undefined || lookup.remote_port !== undefined;
    const found = isFew ? [...socketsOf(request, owners)] : undefined;
    if (found?.length === 0) return;
    const holders = holdersByInode(host, owners, request);
    if (holders.size === 0 && !owners.isUnownedWanted) return;
    for (const { socket, namespace } of found ?? socketsOf(request, owners))
      yield* heldBy(socket, namespace, holders.get(socket.inode), owners);
  },
});

interface SocketLookup {
  readonly family?: Lookup<number>;
  readonly protocol?: Lookup<number>;
  readonly local_port?: Lookup<number>;
  readonly remote_port?: Lookup<number>;
}

type Request = Pick<ScanRequest, 'host' | 'checkpoint' | 'warn'> & { readonly lookup: SocketLookup };

function* socketsOf(
  { host, lookup, checkpoint, warn }: Request,
  owners: SocketOwners,
): Generator<Pick<HeldSocket, 'socket' | 'namespace'>> {
  const lists = listsFor(lookup.family, lookup.protocol);
  const admitsProtocol = admitting(lookup.protocol);
  const admitsLocal = admitting(lookup.local_port);
  const admitsRemote = admitting(lookup.remote_port);
  for (const namespace of namespacesOf(host, owners)) {
    for (const socket of readSockets(host, namespace, lists, { warn: (message) => warn(message) })) {
      checkpoint();
      const { protocol, localPort, remotePort } = socket;
      if (admitsProtocol(protocol) && admitsLocal(localPort) && admitsRemote(remotePort)) yield { socket, namespace };
    }
  }
}
