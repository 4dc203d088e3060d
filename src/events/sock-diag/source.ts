import { loadKernelCalls } from '../../host/index.js';
import { type Datagram, NetlinkReceiver } from '../netlink/receiver.js';
import { type EventSource, type OpenSource, type SourceContext, SourceUnavailable } from '../source.js';
import { closedSocketRow } from './closed-socket.js';

const NETLINK_SOCK_DIAG = 4;
/** Sockets of TCP and UDP that are destroyed, over IPv4 and IPv6. */
const GROUPS = 0b1111;
const MAX_BYTES = 4096;
const BUFFER_BYTES = 16 * 1024 * 1024;
const READ_MS = 40;

/** Opens the kernel's messages about sockets that are destroyed, of our own network namespace. */
export const openSockDiag: OpenSource<Record<string, never>> = (_, context) => {
  const calls = loadKernelCalls();
  if (!calls) throw new SourceUnavailable('no netlink: the FFI library has no build for this machine');
  const options = { protocol: NETLINK_SOCK_DIAG, groups: GROUPS, maxBytes: MAX_BYTES, bufferBytes: BUFFER_BYTES };
  return new SockDiag(new NetlinkReceiver(calls, options), context);
};

class SockDiag implements EventSource<Record<string, never>> {
  readonly subscriptions = 1;

  constructor(
    private readonly receiver: NetlinkReceiver,
    private readonly context: SourceContext,
  ) {}

  get descriptors(): readonly number[] {
    return [this.receiver.fd];
  }

  read(): void {
    const { receiver, context } = this;
    receiver.drain(
      READ_MS,
      (datagram) => takeClosedSocket(datagram, context),
      () => context.emit.gap({ reason: 'messages about sockets that ended did not get into the socket' }),
    );
  }

  configure(): void {}

  close(): void {
    this.receiver.close();
  }
}

/** A row, or a gap for a message that makes none. Those of others than the kernel are refused. */
export function takeClosedSocket({ bytes, senderPort, isCut }: Datagram, { emit, say }: SourceContext): void {
  if (senderPort !== 0) {
    say('warning', 'sock_diag: messages that the kernel did not send were refused');
    return;
  }
  const row = isCut ? undefined : closedSocketRow(bytes);
  if (row) emit.row('socket_events', row);
  else emit.gap({ reason: 'a message about a socket that ended was malformed', lost: 1 });
}
