import { parseInetDiag } from '../../host/index.js';
import type { EventRow } from '../source.js';

const SOCK_DIAG_BY_FAMILY = 20;
const HEADER_BYTES = 16;
/** struct inet_diag_msg */
const MESSAGE_BYTES = 72;
const INET_DIAG_PROTOCOL = 10;

/**
 * A row of socket_events, of a message that a socket was destroyed (sock_diag(7)); undefined for another message. The kernel
 * does not tell whose it was. Pure.
 */
export function closedSocketRow(bytes: Buffer): EventRow | undefined {
  if (bytes.length < HEADER_BYTES + MESSAGE_BYTES || bytes.readUInt16LE(4) !== SOCK_DIAG_BY_FAMILY) return undefined;
  const length = bytes.readUInt32LE(0);
  if (length < HEADER_BYTES + MESSAGE_BYTES || length > bytes.length) return undefined;
  const protocol = protocolOf(bytes.subarray(HEADER_BYTES + MESSAGE_BYTES, length)) ?? 0;
  const socket = parseInetDiag(bytes, HEADER_BYTES, protocol);
  return {
    action: 'close',
    family: socket.family,
    protocol,
    local_address: socket.localAddress,
    remote_address: socket.remoteAddress,
    local_port: socket.localPort,
    remote_port: socket.remotePort,
    success: 1,
    status: 'succeeded',
  };
}

/** Of the attributes that follow; undefined where it is not among them. */
function protocolOf(attributes: Buffer): number | undefined {
  for (let at = 0; at + 5 <= attributes.length; ) {
    const size = attributes.readUInt16LE(at);
    if (size < 4 || at + size > attributes.length) return undefined;
    if (attributes.readUInt16LE(at + 2) === INET_DIAG_PROTOCOL && size >= 5) return attributes[at + 4];
    at += (size + 3) & ~3;
  }
  return undefined;
}
