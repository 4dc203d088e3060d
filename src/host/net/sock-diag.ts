import { UnixSocket } from '../proc/net/unix.js';
import { textOf } from '../text.js';
import { formatIpv4, formatIpv6 } from './address.js';
import { InetSocket } from './inet-socket.js';
import { dumpNetlink } from './netlink.js';
import { AF_INET, AF_UNIX, type Socket } from './socket.js';

const NETLINK_SOCK_DIAG = 4;
const SOCK_DIAG_BY_FAMILY = 20;
const ALL_STATES = 0xffffffff;
const UDIAG_SHOW_NAME = 1;
const UNIX_DIAG_NAME = 0;

/** A list of the kernel's and the syscalls it took. */
export interface SocketDump {
  readonly sockets: Socket[];
  readonly syscalls: number;
}

/**
 * Internet sockets of our own network namespace (sock_diag(7)).
 * @param states bit per TCP state; all by default
 * @throws Error where the kernel does not answer: a protocol without such a module, say
 */
export function dumpInetSockets(family: number, protocol: number, states = ALL_STATES): SocketDump {
  const request = Buffer.alloc(56); // struct inet_diag_req_v2
  request[0] = family;
  request[1] = protocol;
  request.writeUInt32LE(states >>> 0, 4);
  const sockets: Socket[] = [];
  const syscalls = dumpNetlink(NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY, request, (buffer, start, end) => {
    if (end - start >= INET_DIAG_BYTES) sockets.push(parseInetDiag(buffer, start, protocol));
  });
  return { sockets, syscalls };
}

/** struct inet_diag_msg */
const INET_DIAG_BYTES = 72;

/** Pure. */
export function parseInetDiag(buffer: Buffer, at: number, protocol: number): Socket {
  const family = buffer[at] ?? 0;
  const state = buffer[at + 1] ?? 0;
  const localPort = buffer.readUInt16BE(at + 4);
  const remotePort = buffer.readUInt16BE(at + 6);
  const inode = buffer.readUInt32LE(at + 68);
  if (family === AF_INET) {
    const local = buffer.readUInt32BE(at + 8);
    return new InetSocket(
      family,
      protocol,
      inode,
      state,
      localPort,
      remotePort,
      local,
      buffer.readUInt32BE(at + 24),
      formatIpv4,
    );
  }
  const local = buffer.toString('latin1', at + 8, at + 24);
  return new InetSocket(
    family,
    protocol,
    inode,
    state,
    localPort,
    remotePort,
    local,
    buffer.toString('latin1', at + 24, at + 40),
    formatBytes,
  );
}

/** 16 bytes as characters. */
function formatBytes(address: string): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((address.charCodeAt(i) << 8) | address.charCodeAt(i + 1));
  return formatIpv6(groups);
}

/** Unix sockets of our own network namespace, names to the byte. Throws as {@link dumpInetSockets}. */
export function dumpUnixSockets(): SocketDump {
  const request = Buffer.alloc(24); // struct unix_diag_req
  request[0] = AF_UNIX;
  request.writeUInt32LE(ALL_STATES, 4);
  request.writeUInt32LE(UDIAG_SHOW_NAME, 12);
  const sockets: Socket[] = [];
  const syscalls = dumpNetlink(NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY, request, (buffer, start, end) => {
    if (end - start >= UNIX_DIAG_BYTES)
      sockets.push(new UnixSocket(buffer.readUInt32LE(start + 4), parseUnixName(buffer, start, end)));
  });
  return { sockets, syscalls };
}

/** struct unix_diag_msg; attributes follow. */
const UNIX_DIAG_BYTES = 16;

/** As /proc/net/unix spells it: `@` for the NUL that marks an abstract name, and for each NUL in one. Pure. */
export function parseUnixName(buffer: Buffer, start: number, end: number): string | null {
  for (let at = start + UNIX_DIAG_BYTES; at + 4 <= end; ) {
    const size = buffer.readUInt16LE(at);
    if (size < 4 || at + size > end) return null;
    if (buffer.readUInt16LE(at + 2) === UNIX_DIAG_NAME) return nameOf(buffer.subarray(at + 4, at + size));
    at += (size + 3) & ~3;
  }
  return null;
}

function nameOf(bytes: Buffer): string | null {
  if (bytes.length === 0) return null;
  if (bytes[0] === 0) return textOf(bytes).replaceAll('\0', '@');
  const end = bytes.indexOf(0);
  return textOf(end < 0 ? bytes : bytes.subarray(0, end));
}
