import { tableOf } from '../../catalog/index.js';
import { AF_INET, AF_INET6, AF_UNIX, type NetNamespace, readSockets, type Socket } from '../../host/index.js';
import { admitting } from '../lookup.js';
import {
  type HeldSocket,
  heldBy,
  holderContainer,
  holdersByInode,
  listsFor,
  namespacesOf,
  socketOwners,
} from './held-sockets.js';

const { table, bigint, integer, text } = tableOf<HeldSocket>();

/** Unix sockets with a name, internet sockets without a peer, and packet sockets: what something can be sent to. */
function isListening(socket: Socket): boolean {
  switch (socket.family) {
    case AF_UNIX:
      return socket.path !== null;
    case AF_INET:
    case AF_INET6:
      return socket.remotePort === 0;
    default:
      return true;
  }
}

/** As process_open_sockets, a row for each descriptor: a server's workers each show with the port they share. */
export const listeningPorts = table({
  name: 'listening_ports',
  description: 'Ports and unix sockets on which processes receive, in every network namespace with a process in it.',
  sources: ['/proc/<pid>/fd', 'netlink: SOCK_DIAG_BY_FAMILY', '/proc/<pid>/net'],
  privileges: 'none for sockets; root (CAP_SYS_PTRACE) to tell which process of others holds one',
  examples: [
    "SELECT DISTINCT p.name, l.port, p.pid FROM listening_ports AS l JOIN processes AS p USING (pid) WHERE l.address = '0.0.0.0'",
    'SELECT port, protocol, address FROM listening_ports WHERE port BETWEEN 1 AND 1023',
  ],
  columns: {
    pid: integer('Process id, -1 where no process is known to hold it', (held) => held.pid, {
      key: { maxValues: 65_536 },
    }),
    port: integer('Port; 0 for unix and packet sockets, the protocol for raw ones', (held) => held.socket.localPort, {
      key: { ops: ['=', 'range'] },
    }),
    protocol: integer(
      '6 TCP, 17 UDP, 1 ICMP, 136 UDP-Lite, 255 raw; the ethertype of packet sockets',
      (held) => held.socket.protocol,
      {
        key: { rowsPerValue: 20 },
      },
    ),
    family: integer('1 unix, 2 IPv4, 10 IPv6, 17 packet', (held) => held.socket.family, { key: { rowsPerValue: 20 } }),
    address: text('Address it receives at; null for unix and packet sockets', (held) => held.socket.localAddress),
    fd: bigint('Number of the descriptor, -1 where no process is known to hold it', (held) => held.fd),
    socket: bigint('Inode of the socket; 0 for unix sockets', (held) =>
      held.socket.family === AF_UNIX ? 0 : held.socket.inode,
    ),
    path: text('Name of a unix socket; an abstract one starts with @', (held) => held.socket.path),
    net_namespace: text('Inode of the network namespace', (held) => held.namespace.id),
    ...holderContainer,
  },
  rows: 60,
  rowCost: 250,
  *scan(request) {
    const { host, lookup } = request;
    const admitsPort = admitting(lookup.port);
    const admitsProtocol = admitting(lookup.protocol);
    // Port 0 is all that lists without ports have.
    const lists = listsFor(lookup.family, lookup.protocol).filter((list) => list.protocol !== null || admitsPort(0));
    const owners = socketOwners(host, lookup.pid);
    const found: { socket: Socket; namespace: NetNamespace }[] = [];
    for (const namespace of namespacesOf(host, owners)) {
      for (const socket of readSockets(host, namespace, lists, {
        listeningOnly: true,
        warn: (message) => request.warn(message),
      })) {
        request.checkpoint();
        if (isListening(socket) && admitsPort(socket.localPort) && admitsProtocol(socket.protocol))
          found.push({ socket, namespace });
      }
    }
    if (found.length === 0) return; // no descriptor needs looking at
    const holders = holdersByInode(host, owners, request);
    for (const { socket, namespace } of found) yield* heldBy(socket, namespace, holders.get(socket.inode), owners);
  },
});
