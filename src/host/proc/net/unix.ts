import { AF_UNIX, type Socket } from '../../net/socket.js';

/** `ffff9c2b: 00000002 00000000 00010000 0001 01 4711 /run/a b` */
const LINE = /^\S+: [0-9A-F]{8} ([0-9A-F]{8}) [0-9A-F]{8} [0-9A-F]{4} [0-9A-F]{2} +(\d{1,10})(?: ([^]*))?$/;

/**
 * The sockets in `/proc/net/unix`. The kernel escapes nothing, so a line that is none belongs to the path before it; a
 * path made to look like a line cannot be told from one (netlink has no such trouble). Pure.
 */
export function* parseUnixSockets(text: string): Generator<Socket> {
  let pending: UnixSocket | undefined;
  for (let start = text.indexOf('\n') + 1; start < text.length && start > 0; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end);
    const match = LINE.exec(line);
    if (match) {
      if (pending) yield pending;
      pending = new UnixSocket(Number(match[2]), match[3] ?? null, Number.parseInt(match[1] ?? '0', 16));
    } else if (pending?.path != null) {
      pending = new UnixSocket(pending.inode, `${pending.path}\n${line}`, pending.protocol);
    }
    start = end + 1;
  }
  if (pending) yield pending;
}

export class UnixSocket implements Socket {
  readonly family = AF_UNIX;
  readonly state = 0;
  readonly localAddress = null;
  readonly remoteAddress = null;
  readonly localPort = 0;
  readonly remotePort = 0;

  constructor(
    readonly inode: number,
    readonly path: string | null,
    readonly protocol = 0,
  ) {}
}
