import { Gone } from '../../core/index.js';
import { Refused, readOr } from '../errors.js';
import type { Host } from '../host.js';

/** A network namespace: a set of interfaces, addresses and sockets of its own (network_namespaces(7)). */
export interface NetNamespace {
  /** Digits of `net:[4026531840]`, null where the kernel hides them from us. */
  readonly id: string | null;
  /** Processes in it. */
  readonly pids: readonly number[];
  /** Whether we are in it ourselves: on a live host, netlink shows it. */
  readonly isOwn: boolean;
}

/**
 * The namespaces that these processes are in, each once. Where the kernel hides a process's link (someone else's, and we
 * are not root), its namespace is known by the inode of a file in /proc/<pid>/net, which each namespace has of its own.
 */
export function listNetNamespaces(host: Host, pids: readonly number[]): NetNamespace[] {
  const ownId = ownNetNamespaceId(host);
  const namespaces = new Map<string, { id: string | null; pids: number[]; isOwn: boolean }>();
  const hidden: number[] = [];
  for (const pid of pids) {
    const id = readId(host, pid);
    if (id === null) hidden.push(pid);
    else if (id !== undefined) add(namespaces, id, pid, { id, isOwn: id === ownId });
  }
  if (hidden.length === 0) return [...namespaces.values()];

  const idsByInode = new Map<bigint, string>();
  for (const [id, { pids }] of namespaces) remember(idsByInode, listInode(host, pids[0] ?? 0), id);
  if (ownId !== null) remember(idsByInode, listInode(host, 'self'), ownId);
  for (const pid of hidden) {
    const inode = listInode(host, pid);
    if (inode === null) continue;
    const id = idsByInode.get(inode) ?? null;
    add(namespaces, id ?? `inode ${inode}`, pid, { id, isOwn: id !== null && id === ownId });
  }
  return [...namespaces.values()];
}

/** The namespace that we are in ourselves; null where /proc does not show us. */
export const ownNetNamespaceId = (host: Host): string | null => readOr(null, () => readId(host, 'self')) ?? null;

/** Null where the link is hidden, undefined where the process is gone. */
function readId(host: Host, pid: number | 'self'): string | null | undefined {
  try {
    return /^net:\[(\d+)\]$/.exec(host.readLink(`/proc/${pid}/ns/net`))?.[1];
  } catch (error) {
    if (error instanceof Refused) return null;
    if (error instanceof Gone) return undefined;
    throw error;
  }
}

const listInode = (host: Host, pid: number | 'self'): bigint | null =>
  readOr(null, () => host.stat(`/proc/${pid}/net/unix`).ino);

function remember(ids: Map<bigint, string>, inode: bigint | null, id: string): void {
  if (inode !== null) ids.set(inode, id);
}

function add(
  namespaces: Map<string, { id: string | null; pids: number[]; isOwn: boolean }>,
  key: string,
  pid: number,
  made: { id: string | null; isOwn: boolean },
): void {
  const known = namespaces.get(key);
  if (known) known.pids.push(pid);
  else namespaces.set(key, { ...made, pids: [pid] });
}
