import { formatIpv4, formatIpv6 } from '../../net/address.js';
import { InetSocket } from '../../net/inet-socket.js';
import type { Socket } from '../../net/socket.js';

/** `12: 0100007F:0277 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4711 …` (proc_pid_net(5)) */
const LINE =
  /^ *\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{2}) +\S+ +\S+ +\S+ +\S+ +\S+ +(\d{1,10})(?: |$)/gm;

/** The sockets in a file such as `/proc/net/tcp6`; lines cut short are passed over. Pure. */
export function* parseInetSockets(text: string, family: number, protocol: number): Generator<Socket> {
  const lines = new RegExp(LINE); // its position is this call's own
  for (let line = lines.exec(text); line; line = lines.exec(text)) {
    const [, local = '', localPort = '', remote = '', remotePort = '', state = '', inode = ''] = line;
    yield new InetSocket(
      family,
      protocol,
      Number(inode),
      Number.parseInt(state, 16),
      Number.parseInt(localPort, 16),
      Number.parseInt(remotePort, 16),
      local,
      remote,
      formatHexAddress,
    );
  }
}

/** Each 8 digits are 4 bytes in network order, printed as one number of this machine: low byte first on x86 and ARM. Pure. */
export function formatHexAddress(hex: string): string {
  const words = hex.match(/.{8}/g)?.map((word) => swapBytes(Number.parseInt(word, 16))) ?? [];
  return words.length === 1
    ? formatIpv4(words[0] ?? 0)
    : formatIpv6(words.flatMap((word) => [word >>> 16, word & 0xffff]));
}

const swapBytes = (word: number): number =>
  ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
