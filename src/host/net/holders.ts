import type { Host } from '../host.js';
import { parseSocketInode, readDescriptors } from '../proc/pid/fds.js';

/** A descriptor that refers to a socket. */
export interface SocketHolder {
  readonly pid: number;
  readonly fd: number;
  readonly inode: number;
}

/** The descriptors of a process that are sockets, ascending: one read of its fd folder and of each link in it. Throws as `Host.list`. */
export function* readSocketHolders(host: Host, pid: number): Generator<SocketHolder> {
  for (const { fd, target } of readDescriptors(host, pid)) {
    const inode = parseSocketInode(target);
    if (inode !== undefined) yield { pid, fd, inode };
  }
}
