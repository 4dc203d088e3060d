import type { Lookup, ScanRequest } from '../../catalog/index.js';
import {
  type Host,
  listNetNamespaces,
  listPids,
  type NetNamespace,
  ownNetNamespaceId,
  readSocketHolders,
  SOCKET_LISTS,
  type Socket,
  type SocketHolder,
  type SocketList,
} from '../../host/index.js';
import { Containers, containerColumns } from '../container.js';
import { admitting } from '../lookup.js';
import { readEach } from '../pids.js';

/** A socket as one descriptor of one process holds it; pid and fd are -1 where no process that we may look into does. */
export interface HeldSocket {
  readonly socket: Socket;
  readonly pid: number;
  readonly fd: number;
  readonly namespace: NetNamespace;
  readonly containers: Containers;
}

/** The hidden columns of its process's container. */
export const holderContainer = containerColumns(({ containers, pid }: HeldSocket) => containers.of(pid));

/** Whose sockets a query is about. */
export interface SocketOwners {
  /** Processes whose descriptors must be read: all, where sockets without owner are asked for. */
  readonly pids: readonly number[];
  /** Of those, the ones asked for. */
  readonly admits: (pid: number) => boolean;
  readonly isUnownedWanted: boolean;
  readonly isSelection: boolean;
  readonly containers: Containers;
}

export const UNOWNED = -1;

/** The pids that a key names, where -1 asks for the sockets of nobody; else all processes and nobody. */
export function socketOwners(host: Host, lookup: Lookup<number> | undefined): SocketOwners {
  const named = lookup?.values?.filter((pid) => Number.isSafeInteger(pid) && pid > 0);
  const isUnownedWanted = lookup?.values?.includes(UNOWNED) ?? true;
  const pids = named && !isUnownedWanted ? named : [...new Set([...listPids(host), ...(named ?? [])])];
  return {
    pids,
    admits: admitting(lookup),
    isUnownedWanted,
    isSelection: named !== undefined && !isUnownedWanted,
    containers: new Containers(host),
  };
}

/**
 * The namespaces whose sockets these processes can hold. For some processes alone: theirs and ours, as a service with a
 * network of its own is often handed sockets of the machine's.
 */
export function namespacesOf(host: Host, owners: SocketOwners): readonly NetNamespace[] {
  const namespaces = listNetNamespaces(host, owners.pids);
  if (!owners.isSelection || owners.pids.length === 0 || namespaces.some((namespace) => namespace.isOwn))
    return namespaces;
  const id = ownNetNamespaceId(host);
  return id === null ? namespaces : [...namespaces, { id, pids: [], isOwn: true }];
}

/** The descriptors of `owners` that are sockets, by inode. */
export function holdersByInode(
  host: Host,
  owners: SocketOwners,
  request: Pick<ScanRequest, 'checkpoint' | 'warn'>,
): Map<number, SocketHolder[]> {
  const holders = new Map<number, SocketHolder[]>();
  for (const holder of readEach(owners.pids, 'sockets', request, (pid) => readSocketHolders(host, pid))) {
    const others = holders.get(holder.inode);
    if (others) others.push(holder);
    else holders.set(holder.inode, [holder]);
  }
  return holders;
}

/** One row for each descriptor that refers to the socket, or one of nobody's. */
export function* heldBy(
  socket: Socket,
  namespace: NetNamespace,
  holders: readonly SocketHolder[] | undefined,
  owners: SocketOwners,
): Generator<HeldSocket> {
  const { containers } = owners;
  if (holders) {
    for (const { pid, fd } of holders) if (owners.admits(pid)) yield { socket, pid, fd, namespace, containers };
  } else if (owners.isUnownedWanted) {
    yield { socket, pid: UNOWNED, fd: UNOWNED, namespace, containers };
  }
}

/** The lists that can hold sockets of these families and protocols: those of unix and packet sockets hold any protocol. */
export function listsFor(
  family: Lookup<number> | undefined,
  protocol: Lookup<number> | undefined,
): readonly SocketList[] {
  const admitsFamily = admitting(family);
  const admitsProtocol = admitting(protocol);
  return SOCKET_LISTS.filter(
    (list) => admitsFamily(list.family) && (list.protocol === null || admitsProtocol(list.protocol)),
  );
}
