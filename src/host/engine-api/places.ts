import { readOr } from '../errors.js';
import type { Host } from '../host.js';
import type { SocketAddress } from './request.js';

/** osquery's default is the first. */
const DOCKER = '/var/run/docker.sock';
const PODMAN = '/run/podman/podman.sock';
/** Below `/run/user/<uid>`, of engines that users run themselves. */
const OF_USERS = ['docker.sock', 'podman/podman.sock'];
/** osquery's default is the first, the others are those of snap's LXD and of Incus, which has the same API. */
const LXD = [
  '/var/lib/lxd/unix.socket',
  '/var/snap/lxd/common/lxd/unix.socket',
  '/var/lib/incus/unix.socket',
  '/run/incus/unix.socket',
];

/**
 * Sockets that Docker or Podman may listen at: those there are, a socket with several paths once.
 * @param flag the only one to look at, where a flag names it
 */
export function dockerSockets(host: Host, flag?: string): SocketAddress[] {
  if (flag !== undefined) return [{ path: flag }];
  const users = readOr<number[]>([], () => host.listNumbers('/run/user'));
  const own = users.flatMap((ownerUid) =>
    OF_USERS.map((name) => ({ path: `/run/user/${ownerUid}/${name}`, ownerUid })),
  );
  return existing(host, [{ path: DOCKER }, { path: PODMAN }, ...own]);
}

/** Sockets that LXD or Incus may listen at, likewise. */
export const lxdSockets = (host: Host, flag?: string): SocketAddress[] =>
  flag !== undefined
    ? [{ path: flag }]
    : existing(
        host,
        LXD.map((path) => ({ path })),
      );

function existing(host: Host, addresses: readonly SocketAddress[]): SocketAddress[] {
  const seen = new Set<string>();
  return addresses.filter(({ path }) => {
    const real = readOr(undefined, () => host.canonicalPath(path));
    if (real === undefined || seen.has(real)) return false;
    seen.add(real);
    return true;
  });
}
