import { AF_PACKET, type Socket } from '../../net/socket.js';
import { linesOf, words } from '../../words.js';

/** The sockets in `/proc/net/packet`: `sk RefCnt Type Proto Iface R Rmem User Inode`. `protocol` is the ethertype, 3 for all. Pure. */
export function* parsePacketSockets(text: string): Generator<Socket> {
  for (const line of linesOf(text)) {
    const [, , , protocol = '', , , , , inode = ''] = words(line);
    if (/^[0-9a-f]{4}$/i.test(protocol) && /^\d{1,10}$/.test(inode))
      yield packetSocket(Number.parseInt(protocol, 16), Number(inode));
  }
}

const packetSocket = (protocol: number, inode: number): Socket => ({
  family: AF_PACKET,
  protocol,
  inode,
  state: 0,
  localAddress: null,
  remoteAddress: null,
  localPort: 0,
  remotePort: 0,
  path: null,
});
