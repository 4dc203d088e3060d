import { Gone } from '../../core/index.js';
import { readOrWarn } from '../errors.js';
import type { Host } from '../host.js';
import { parseInetSockets } from '../proc/net/inet.js';
import { parsePacketSockets } from '../proc/net/packet.js';
import { countInetSockets } from '../proc/net/sockstat.js';
import { parseUnixSockets } from '../proc/net/unix.js';
import { textOf } from '../text.js';
import type { NetNamespace } from './namespaces.js';
import { hasNetlink, isNetlinkLoaded } from './netlink.js';
import { dumpInetSockets, dumpUnixSockets, type SocketDump } from './sock-diag.js';
import { AF_INET, AF_INET6, AF_UNIX, type Socket, type SocketList, TCP_LISTEN } from './socket.js';

export interface ReadSocketsOptions {
  /** Of TCP only the sockets that wait for connections: with netlink, the others then cost nothing. */
  readonly listeningOnly?: boolean;
  readonly warn: (message: string) => void;
}

/**
 * Above so many sockets netlink is worth the 12 ms that its library takes to load. Measured with 9,500 of them: 8.5 ms
 * by netlink, 14.5 ms from /proc/net/tcp; of those listening only, 0.1 ms.
 */
const MANY_SOCKETS = 2000;

/**
 * The sockets in some of the kernel's lists, as one network namespace has them. A list that the kernel does not keep is
 * empty; one that we may not read is a warning.
 */
export function* readSockets(
  host: Host,
  namespace: NetNamespace,
  lists: readonly SocketList[],
  options: ReadSocketsOptions,
): Generator<Socket> {
  const useNetlink = namespace.isOwn && host.mayAvoidFiles && wantsNetlink(host, lists);
  for (const list of lists) {
    const dump = useNetlink ? dumpList(list, options) : undefined;
    if (dump) host.counters.syscalls += dump.syscalls;
    yield* dump?.sockets ?? readOrWarn([], options.warn, () => readList(host, namespace, list, options));
  }
}

/** Only netlink tells unix names from one another to the byte, whatever they hold: there it is not a question of time. */
const wantsNetlink = (host: Host, lists: readonly SocketList[]): boolean =>
  (isNetlinkLoaded() || lists.some((list) => list.family === AF_UNIX) || countInetSockets(host) > MANY_SOCKETS) &&
  hasNetlink();

/** Undefined where netlink has no such list: the kernel can be built without, and raw sockets' seldom is there. */
function dumpList(list: SocketList, options: ReadSocketsOptions): SocketDump | undefined {
  try {
    if (list.name === 'unix') return dumpUnixSockets();
    if (list.protocol === 6)
      return dumpInetSockets(list.family, list.protocol, options.listeningOnly ? 1 << TCP_LISTEN : undefined);
    if (list.protocol === 17) return dumpInetSockets(list.family, list.protocol);
  } catch {
    // The file has the same.
  }
  return undefined;
}

function readList(
  host: Host,
  namespace: NetNamespace,
  list: SocketList,
  options: ReadSocketsOptions,
): Iterable<Socket> {
  const bytes = readListFile(host, namespace, list.name);
  if (bytes === undefined) return [];
  switch (list.family) {
    case AF_UNIX:
      return parseUnixSockets(textOf(bytes));
    case AF_INET:
    case AF_INET6: {
      const sockets = parseInetSockets(bytes.toString('latin1'), list.family, list.protocol);
      return list.protocol === 6 && options.listeningOnly ? listening(sockets) : sockets;
    }
    default:
      return parsePacketSockets(bytes.toString('latin1'));
  }
}

function* listening(sockets: Iterable<Socket>): Generator<Socket> {
  for (const socket of sockets) if (socket.state === TCP_LISTEN) yield socket;
}

/** The list as the first process of the namespace that is still there sees it; undefined where the kernel has no such list. */
function readListFile(host: Host, namespace: NetNamespace, name: string): Buffer | undefined {
  for (const pid of namespace.isOwn ? ['self', ...namespace.pids] : namespace.pids) {
    try {
      return host.readBytes(`/proc/${pid}/net/${name}`);
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
      if (host.exists(`/proc/${pid}/net`)) return undefined;
    }
  }
  return undefined;
}
